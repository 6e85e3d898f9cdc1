// Time as a thing that is passed in, so that tests and simulations hold the hands.
#pragma once

namespace keeve {

// Any thread may ask.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual double wallMs() const = 0;       // milliseconds since 1970 (whole ones); may jump
  virtual double monotonicMs() const = 0;  // from some moment in the past; never runs backwards
};

class SystemClock final : public Clock {
 public:
  double wallMs() const override;
  double monotonicMs() const override;
};

// Stands still until it is moved. Moved by one thread, while no other asks.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(double wallMs) : wallMs_(wallMs) {}

  double wallMs() const override { return wallMs_; }
  double monotonicMs() const override { return monotonicMs_; }
  void advance(double ms) {
    wallMs_ += ms;
    monotonicMs_ += ms;
  }

 private:
  double wallMs_;
  double monotonicMs_ = 0;
};

}  // namespace keeve
