#include "liveslots/testing/bare_vat.h"

#include <algorithm>
#include <stdexcept>

#include "liveslots/testing/test_engine.h"
#include "protocol/body_grammar.h"
#include "protocol/body_writer.h"

namespace keeve::liveslots::testing {
namespace {

void writeReference(BodyWriter& body, std::vector<Vref>& slots, const Vref& ref) {
  if (ref.isPromise()) {
    body.promise(slots.size());
  } else {
    body.remotable(slots.size(), "");
  }
  slots.push_back(ref);
}

void write(BodyWriter& body, std::vector<Vref>& slots, const Argument& argument) {
  if (const auto* number = std::get_if<double>(&argument)) {
    body.number(*number);
  } else if (const auto* text = std::get_if<std::string>(&argument)) {
    body.string(*text);
  } else if (const auto* ref = std::get_if<Vref>(&argument)) {
    writeReference(body, slots, *ref);
  } else {
    const auto& list = std::get<std::vector<Vref>>(argument);
    body.array(list.size());
    for (const Vref& each : list) writeReference(body, slots, each);
  }
}

}  // namespace

VatCapData valueOf(const Argument& argument) {
  BodyWriter body;
  VatCapData data;
  write(body, data.slots, argument);
  data.body = body.take();
  return data;
}

VatCapData callOf(std::string_view method, const std::vector<Argument>& arguments) {
  BodyWriter body;
  VatCapData data;
  body.array(3);
  body.number(0);
  body.string(method);
  body.array(arguments.size());
  for (const Argument& argument : arguments) write(body, data.slots, argument);
  data.body = body.take();
  return data;
}

BareVat::BareVat(std::string code) : port_({{"main.js", std::move(code)}}), factory_(testEngine()) {
  order.incarnation = 0;
  order.parameters.body = std::string(1, static_cast<char>(kTagUndefined));
}

DeliveryOutcome BareVat::start() {
  worker_.reset();
  worker_ = factory_.make({.name = "main", .limits = limits, .powers = {}});
  ++order.incarnation;
  return deliverAny({.what = order, .clockMs = {}});
}

DeliveryOutcome BareVat::deliver(const Vref& target, const VatCapData& message,
                                 const std::optional<Vref>& result) {
  return deliverAny({.what = DeliverMessage{.target = target, .message = message, .result = result},
                     .clockMs = {}});
}

DeliveryOutcome BareVat::notify(std::vector<Resolution> resolutions) {
  return deliverAny({.what = DeliverNotify{std::move(resolutions)}, .clockMs = {}});
}

bool BareVat::call(std::string_view method, const std::vector<Argument>& arguments,
                   const std::optional<Vref>& result) {
  const DeliveryOutcome outcome = deliver(kRoot, callOf(method, arguments), result);
  if (const auto* fault = std::get_if<Fault>(&outcome)) throw std::logic_error(fault->detail);
  return std::get<Delivered>(outcome).heapIsNamed;
}

std::vector<HeapHold> BareVat::collect(const std::vector<Vref>& unheld) {
  return ask({.collect = true, .unheld = unheld, .gone = {}});
}

std::vector<HeapHold> BareVat::ask(const HeapQuery& query) {
  const std::variant<HeapAnswer, Fault> answer = worker_->ask(query);
  if (const auto* fault = std::get_if<Fault>(&answer)) throw std::logic_error(fault->detail);
  return std::get<HeapAnswer>(answer).holds;
}

bool BareVat::holds(const Vref& ref) {
  const std::vector<RefKey> held = worker_->held();
  return std::find(held.begin(), held.end(), ref.key()) != held.end();
}

DeliveryOutcome BareVat::deliverAny(const Delivery& delivery) {
  port_.commit();
  return worker_->deliver(delivery, port_);
}

}  // namespace keeve::liveslots::testing
