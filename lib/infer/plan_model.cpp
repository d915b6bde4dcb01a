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
  PlanModel(Network network, const BatchShape& shape, std::function<void()> prepare_thread, PlanTail tail)
      : input_floats_(network.input.elements()),
        batch_(shape.batch),
        prepare_thread_(std::move(prepare_thread)),
        tail_(std::move(tail)),
        plan_(std::move(network)) {}

  std::vector<Tensor> run(const std::vector<float>& input) const override {
    prepare_thread_();
    std::unique_ptr<Plan::Workspace> workspace = take_workspace();
    std::vector<Tensor> outputs;
    for (std::size_t i = 0; i < static_cast<std::size_t>(batch_); ++i) {
      const std::span<const float> image = std::span(input).subspan(i * input_floats_, input_floats_);
      std::vector<std::vector<float>> given = plan_.run(image, *workspace);
      append(tail_.run ? tail_.run(std::move(given)) : as_tensors(std::move(given)), outputs);
    }
    give_back(std::move(workspace));
    return outputs;
  }

  std::string engine() const override { return "oneDNN plan" + tail_.remark; }

 private:
  std::vector<Tensor> as_tensors(std::vector<std::vector<float>> given) const {
    std::vector<Tensor> tensors;
    for (std::size_t k = 0; k < given.size(); ++k) {
      const Shape& shape = plan_.output_shapes()[k];
      tensors.push_back({{1, shape.channels}, std::move(given[k])});
      if (shape.pixels() > 1) tensors.back().shape.insert(tensors.back().shape.end(), {shape.height, shape.width});
    }
    return tensors;
  }

  void append(std::vector<Tensor> of_image, std::vector<Tensor>& outputs) const {
    if (outputs.empty()) {
      outputs = std::move(of_image);
      for (Tensor& tensor : outputs) tensor.values.reserve(tensor.values.size() * static_cast<std::size_t>(batch_));
      return;
    }
    for (std::size_t k = 0; k < outputs.size(); ++k) {
      std::vector<float>& values = outputs[k].values;
      values.insert(values.end(), of_image[k].values.begin(), of_image[k].values.end());
      ++outputs[k].shape[0];
    }
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
  PlanTail tail_;
  Plan plan_;
  mutable std::mutex mutex_;
  mutable std::vector<std::unique_ptr<Plan::Workspace>> free_;
};

}  // namespace

std::unique_ptr<Model> make_plan_model(Network network, const BatchShape& shape, std::function<void()> prepare_thread,
                                       PlanTail tail) {
  return std::make_unique<PlanModel>(std::move(network), shape, std::move(prepare_thread), std::move(tail));
}

}  // namespace cxrval::infer
