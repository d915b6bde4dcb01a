// SPDX-License-Identifier: Apache-2.0
#include "infer/plan_model.hpp"

#include "infer/plan.hpp"

#include <cstddef>
#include <mutex>
#include <span>
#include <utility>

namespace cxrval::infer {
namespace {

class PlanModel : public Model {
 public:
  PlanModel(Network network, const BatchShape& shape, std::function<void()> prepare_thread)
      : input_floats_(network.input.elements()),
        batch_(shape.batch),
        prepare_thread_(std::move(prepare_thread)),
        plan_(std::move(network)) {}

  Tensor run(const std::vector<float>& input) const override {
    prepare_thread_();
    std::unique_ptr<Plan::Workspace> workspace = take_workspace();
    const Shape& shape = plan_.output_shapes().front();
    Tensor output{{batch_, shape.channels}, {}};
    if (shape.pixels() > 1) output.shape.insert(output.shape.end(), {shape.height, shape.width});
    for (std::size_t i = 0; i < static_cast<std::size_t>(batch_); ++i) {
      const std::span<const float> image = std::span(input).subspan(i * input_floats_, input_floats_);
      const std::vector<float> values = std::move(plan_.run(image, *workspace).front());
      output.values.insert(output.values.end(), values.begin(), values.end());
    }
    give_back(std::move(workspace));
    return output;
  }

  std::string engine() const override { return "oneDNN plan"; }

 private:
  std::unique_ptr<Plan::Workspace> take_workspace() const {
    const std::lock_guard lock(mutex_);
    if (free_.empty()) return std::make_unique<Plan::Workspace>(plan_);
    std::unique_ptr<Plan::Workspace> workspace = std::move(free_.back());
    free_.pop_back();
    return workspace;
  }

  void give_back(std::unique_ptr<Plan::Workspace> workspace) const {
    const std::lock_guard lock(mutex_);
    free_.push_back(std::move(workspace));
  }

  std::size_t input_floats_;
  int batch_;
  std::function<void()> prepare_thread_;
  Plan plan_;
  mutable std::mutex mutex_;
  mutable std::vector<std::unique_ptr<Plan::Workspace>> free_;
};

}  // namespace

std::unique_ptr<Model> make_plan_model(Network network, const BatchShape& shape, std::function<void()> prepare_thread) {
  return std::make_unique<PlanModel>(std::move(network), shape, std::move(prepare_thread));
}

}  // namespace cxrval::infer
