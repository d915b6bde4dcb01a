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

  std::vector<Tensor> run(const std::vector<float>& input) const override {
    prepare_thread_();
    std::unique_ptr<Plan::Workspace> workspace = take_workspace();
    std::vector<Tensor> outputs = empty_outputs();
    for (std::size_t i = 0; i < static_cast<std::size_t>(batch_); ++i) {
      const std::span<const float> image = std::span(input).subspan(i * input_floats_, input_floats_);
      const std::vector<std::vector<float>> given = plan_.run(image, *workspace);
      for (std::size_t k = 0; k < given.size(); ++k) {
        outputs[k].values.insert(outputs[k].values.end(), given[k].begin(), given[k].end());
      }
    }
    give_back(std::move(workspace));
    return outputs;
  }

  std::string engine() const override { return "oneDNN plan"; }

 private:
  std::vector<Tensor> empty_outputs() const {
    std::vector<Tensor> outputs;
    for (const Shape& shape : plan_.output_shapes()) {
      outputs.push_back({{batch_, shape.channels}, {}});
      if (shape.pixels() > 1) outputs.back().shape.insert(outputs.back().shape.end(), {shape.height, shape.width});
      outputs.back().values.reserve(static_cast<std::size_t>(batch_) * shape.elements());
    }
    return outputs;
  }

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
