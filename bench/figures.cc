#include "bench/figures.h"

#include <algorithm>
#include <chrono>
#include <cstdio>

#include "base/check.h"

namespace keeve::bench {

Figure timed(std::string op, size_t count, const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  const std::chrono::duration<double, std::micro> us = std::chrono::steady_clock::now() - start;
  return {std::move(op), count, us.count() / static_cast<double>(count)};
}

double median(std::vector<double> values) {
  KEEVE_CHECK(!values.empty());
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

Figures medians(const std::vector<Figures>& runs) {
  KEEVE_CHECK(!runs.empty());
  Figures result = runs.front();
  for (size_t i = 0; i < result.size(); ++i) {
    std::vector<double> first;
    std::vector<double> warm;
    for (const Figures& run : runs) {
      first.push_back(run[i].us);
      warm.push_back(run[i].warmUs);
    }
    result[i].us = median(std::move(first));
    result[i].warmUs = median(std::move(warm));
  }
  return result;
}

void print(std::string_view peer, const Figures& figures) {
  for (const Figure& figure : figures) {
    std::printf("{\"peer\":\"%.*s\",\"op\":\"%s\",\"n\":%zu,\"us\":%.4g",
                static_cast<int>(peer.size()), peer.data(), figure.op.c_str(), figure.count,
                figure.us);
    if (figure.warmUs > 0) std::printf(",\"warmUs\":%.4g", figure.warmUs);
    std::printf("}\n");
  }
  std::fflush(stdout);
}

}  // namespace keeve::bench
