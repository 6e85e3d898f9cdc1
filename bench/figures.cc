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

Figures medians(const std::vector<Figures>& runs) {
  KEEVE_CHECK(!runs.empty());
  Figures result = runs.front();
  for (size_t i = 0; i < result.size(); ++i) {
    std::vector<double> times;
    times.reserve(runs.size());
    for (const Figures& run : runs) times.push_back(run[i].us);
    const auto middle = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
    std::nth_element(times.begin(), middle, times.end());
    result[i].us = *middle;
  }
  return result;
}

void print(std::string_view peer, const Figures& figures) {
  for (const Figure& figure : figures) {
    std::printf("{\"peer\":\"%.*s\",\"op\":\"%s\",\"n\":%zu,\"us\":%.4g}\n",
                static_cast<int>(peer.size()), peer.data(), figure.op.c_str(), figure.count,
                figure.us);
  }
  std::fflush(stdout);
}

void printRatios(std::string_view peer, const Figures& figures, std::string_view floorPeer,
                 const Figures& floor) {
  std::fprintf(stderr, "%-12s %12.*s %12.*s %8s\n", "us each", static_cast<int>(peer.size()),
               peer.data(), static_cast<int>(floorPeer.size()), floorPeer.data(), "ratio");
  for (const Figure& figure : figures) {
    const auto below = std::find_if(floor.begin(), floor.end(),
                                    [&](const Figure& f) { return f.op == figure.op; });
    if (below == floor.end()) {
      std::fprintf(stderr, "%-12s %12.3f\n", figure.op.c_str(), figure.us);
      continue;
    }
    std::fprintf(stderr, "%-12s %12.3f %12.3f %8.2f\n", figure.op.c_str(), figure.us, below->us,
                 figure.us / below->us);
  }
}

}  // namespace keeve::bench
