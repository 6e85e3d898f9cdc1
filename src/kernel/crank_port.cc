#include "kernel/crank_port.h"

#include "base/check.h"

namespace keeve::kernel {

namespace {

constexpr size_t kLinesBytesMax = size_t{64} << 20;
// Of all that a crank writes and sends: until it ends, the kernel has it in memory.
constexpr size_t kHeldBytesMax = size_t{256} << 20;

[[noreturn]] void faultLimit(const std::string& vat, std::string limit) {
  std::string detail = "vat " + vat + " exceeded " + limit;
  throw VatFault(Fault{std::move(limit), std::move(detail)});
}

}  // namespace

CrankPort::CrankPort(VatId vat, const VatSettings& settings, ModuleFinder* files,
                     store::CrankBuffer& buffer, KrefAllocator& allocator, const NamesAtHand& names,
                     const KnownOfVat& known, std::pmr::memory_resource& memory)
    : vat_(vat),
      settings_(settings),
      buffer_(buffer),
      effects_(&memory),
      allocator_(allocator),
      counts_(vat, buffer, known, memory),
      clist_(vat, settings, buffer, allocator, effects_, counts_, names, memory),
      sources_(vat, buffer, files),
      key_(vatPartKey(vat, VatPart::data)),
      keyPrefixBytes_(key_.size()) {}

std::optional<std::string_view> CrankPort::read(const VatKey& key) {
  assignVatDataKey(key_, keyPrefixBytes_, key);
  return buffer_.get(key_);
}

void CrankPort::write(const VatKey& key, std::string_view value, const RefChanges& refs) {
  checkSize(value.size());
  checkHeld(value.size());
  counts_.wrote(key, refs);
  assignVatDataKey(key_, keyPrefixBytes_, key);
  buffer_.put(key_, value);
}

void CrankPort::erase(const VatKey& key, const RefChanges& refs) {
  counts_.erased(key, refs);
  assignVatDataKey(key_, keyPrefixBytes_, key);
  buffer_.erase(key_);
}

std::vector<ScannedEntry> CrankPort::scan(const VatKey& after, size_t limit) {
  assignVatDataKey(key_, keyPrefixBytes_, VatKey{after.table, after.id, {}});
  const std::string prefix = key_;
  std::string begin = prefix;
  if (!after.tail.empty()) begin.append(after.tail).push_back('\0');
  std::vector<ScannedEntry> entries;
  for (store::Record& record : buffer_.scan(begin, pastPrefix(prefix), limit)) {
    entries.push_back({record.key.substr(prefix.size()), std::move(record.value)});
  }
  return entries;
}

void CrankPort::send(const Vref& target, const VatCapData& message,
                     const std::optional<Vref>& result) {
  countMessage();
  hold(message);
  beforeNaming(target);
  beforeNaming(message);
  KernelMessage out{clist_.toKref(target, vat_), std::nullopt, {}};
  if (result) {
    if (result->refClass != kPromiseClass) faultResult(*result, "");
    if (clist_.isKnown(*result)) faultResult(*result, ", which must be new");
    out.result = clist_.toKref(*result, kNoVat);
  }
  out.data = clist_.toKernel(message);
  effects_.emplace_back(std::move(out));
}

void CrankPort::subscribe(const Vref& promise) {
  countMessage();
  beforeNaming(promise);
  const Kref ref = clist_.toKref(promise, vat_);
  if (!ref.isPromise()) {
    throw VatFault(Fault{"", "vat " + settings_.name + " subscribed to " + toText(promise) +
                                 ", which is no promise"});
  }
  effects_.emplace_back(Subscribe{ref, vat_});
}

void CrankPort::resolve(const std::vector<Resolution>& resolutions) {
  std::vector<Kref> ended;
  for (const Resolution& resolution : resolutions) {
    countMessage();
    hold(resolution.value);
    beforeNaming(resolution.value);
    KernelCapData value = clist_.toKernel(resolution.value);
    if (expected_ && resolution.promise == Vref{kImportedPromiseClass, expected_->id}) {
      settled_ = Settle{*expected_, resolution.rejected, std::move(value)};
      expected_.reset();
      continue;
    }
    const Kref ref = clist_.toKref(resolution.promise, vat_);
    if (!ref.isPromise()) {
      throw VatFault(Fault{"", "vat " + settings_.name + " settled " + toText(resolution.promise) +
                                   ", which is no promise"});
    }
    effects_.emplace_back(Settle{ref, resolution.rejected, std::move(value)});
    ended.push_back(ref);
  }
  for (const Kref& ref : ended) clist_.retire(ref);
}

void CrankPort::exit(bool failed, const VatCapData& value) {
  countMessage();
  hold(value);
  beforeNaming(value);
  effects_.emplace_back(EndVat{vat_, failed, clist_.toKernel(value)});
}

void CrankPort::print(Stream stream, std::string_view line) {
  linesBytes_ += line.size() + sizeof(PrintedLine);
  if (linesBytes_ > kLinesBytesMax) {
    throw VatFault(Fault{"", "vat " + settings_.name + " printed more than 64 MB in one crank"});
  }
  lines_.push_back({stream, std::string(line)});
}

ModuleAnswer CrankPort::loadModule(std::string_view referrer, std::string_view specifier) {
  return sources_.load(referrer, specifier);
}

Vref CrankPort::expectResult() {
  expected_ = allocator_.newPromise();
  waitedFor_ = expected_;
  return {kImportedPromiseClass, expected_->id};
}

std::variant<Settle, Kref> CrankPort::takeResult() {
  KEEVE_CHECK(waitedFor_);
  if (settled_) return std::move(*settled_);
  if (expected_) enterResult();
  return *waitedFor_;
}

void CrankPort::checkSize(size_t bytes) const {
  if (bytes > settings_.limits.valueBytesMax) faultLimit(settings_.name, "valueMB");
}

void CrankPort::checkHeld(size_t more) const {
  if (heldBytes() + more <= kHeldBytesMax) return;
  throw VatFault(
      Fault{"", "vat " + settings_.name + " wrote and sent more than 256 MB in one crank"});
}

void CrankPort::hold(const VatCapData& data) {
  checkSize(data.body.size());
  const size_t bytes = data.body.size() + data.slots.size() * sizeof(Kref);
  checkHeld(bytes);
  dataBytes_ += bytes;
}

void CrankPort::faultResult(const Vref& result, std::string_view why) const {
  throw VatFault(Fault{"", "vat " + settings_.name + " named " + toText(result) +
                               " as a message's result" + std::string(why)});
}

void CrankPort::countMessage() {
  if (++messages_ > messagesMax_) faultLimit(settings_.name, "messages");
}

void CrankPort::enterResult() {
  effects_.emplace_back(NewPromise{*expected_, vat_});
  clist_.add(*expected_, Vref{kImportedPromiseClass, expected_->id});
  expected_.reset();
}

void CrankPort::beforeNaming(const Vref& ref) {
  if (expected_ && ref == Vref{kImportedPromiseClass, expected_->id}) enterResult();
}

void CrankPort::beforeNaming(const VatCapData& data) {
  if (!expected_) return;
  for (const Vref& slot : data.slots) beforeNaming(slot);
}

}  // namespace keeve::kernel
