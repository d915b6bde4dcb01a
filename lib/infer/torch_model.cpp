// SPDX-License-Identifier: Apache-2.0
#include "infer/torch_model.hpp"

#include "base/error.hpp"
#include "base/number.hpp"
#include "infer/plan.hpp"
#include "infer/plan_model.hpp"
#include "infer/torch_network.hpp"
#include "infer/torch_operators.hpp"
#include "infer/torch_tail.hpp"
#include "infer/torch_weights.hpp"

#include <ATen/Parallel.h>
#include <c10/util/Exception.h>
#include <torch/csrc/jit/passes/tensorexpr_fuser.h>
#include <torch/cuda.h>
#include <torch/script.h>
#include <torch/version.h>
#include <exception>
#include <mutex>
#include <new>
#include <sstream>
#include <utility>

namespace cxrval::infer {

namespace {

#if TORCH_VERSION_MAJOR >= 2
namespace torch_warnings = c10::WarningUtils;
#else
namespace torch_warnings = c10::Warning;
#endif

class SilentWarnings : public c10::WarningHandler {
 public:
#if TORCH_VERSION_MAJOR >= 2
  void process(const c10::Warning&) override {}
#else
  void process(const c10::SourceLocation&, const std::string&, const bool) override {}
#endif
};

void prepare_process() {
  static std::once_flag once;
  std::call_once(once, [] {
    static SilentWarnings silent;
    torch_warnings::set_warning_handler(&silent);
    at::set_num_interop_threads(1);
    // With the fuser on, LibTorch 2.6 never returns from the second forward of an optimised module.
    torch::jit::setTensorExprFuserEnabled(false);
    register_torch_operators();
  });
}

// OpenMP keeps its thread count for each calling thread, so every worker has to say it before its first operator.
void prepare_thread() {
  thread_local const bool done = [] {
    at::set_num_threads(1);
    return true;
  }();
  static_cast<void>(done);
}

std::string first_line(const std::string& text) {
  return text.substr(0, text.find('\n'));
}

// What LibTorch says without its stack trace.
std::string reason_of(const std::exception& error) {
  if (const auto* torch_error = dynamic_cast<const c10::Error*>(&error)) {
    return first_line(torch_error->what_without_backtrace());
  }
  std::string text = error.what();
  // the interpreter's message ends with the cause; what stands before it is a stack of TorchScript lines
  if (const std::size_t cause = text.find("RuntimeError: "); cause != std::string::npos) text.erase(0, cause + 14);
  return first_line(text);
}

base::Error load_error(const std::string& file, const std::exception& error) {
  const std::string reason = reason_of(error);
  const std::string reader = "LibTorch " + torch_version();
  const std::string newer = "file with version ";
  if (const std::size_t at = reason.find(newer); at != std::string::npos) {
    const std::size_t begin = at + newer.size();
    const std::string version = reason.substr(begin, reason.find_first_not_of("0123456789", begin) - begin);
    return {{file},
            "TorchScript file format " + version + " is newer than " + reader +
                " reads; export it with a PyTorch no newer than that, or build with a newer LibTorch"};
  }
  return {{file}, reader + " cannot load it as TorchScript (" + reason + "); export it with torch.jit.save"};
}

base::Error run_error(const std::string& file, const std::exception& error) {
  return {{file}, "LibTorch " + torch_version() + " cannot run it (" + reason_of(error) + ")"};
}

// torchvision's detection models take a list of images instead of a batch.
bool takes_list(const torch::jit::Module& module) {
  const std::vector<c10::Argument>& arguments = module.get_method("forward").function().getSchema().arguments();
  return arguments.size() > 1 && arguments[1].type()->kind() == c10::TypeKind::ListType;
}

// Where a model runs, and what is said about that.
struct Home {
  c10::Device device = torch::kCPU;
  c10::ScalarType type = torch::kFloat32;
  std::string remark{};
};

class TorchModel : public Model {
 public:
  TorchModel(torch::jit::Module module, std::string file, const BatchShape& shape, Home home)
      : module_(std::move(module)),
        takes_list_(takes_list(module_)),
        file_(std::move(file)),
        home_(std::move(home)),
        shape_{shape.batch, shape.channels, shape.height, shape.width} {}

  std::string engine() const override { return "LibTorch " + torch_version() + home_.remark; }

  std::vector<Tensor> run(const std::vector<float>& input) const override {
    prepare_thread();
    try {
      const c10::InferenceMode inference;
      // from_blob wants a pointer to mutable data, which a model must not write to: it gets a copy
      const at::Tensor batch =
          torch::from_blob(const_cast<float*>(input.data()), shape_, torch::TensorOptions(torch::kFloat32))
              .to(home_.device, home_.type, /*non_blocking=*/false, /*copy=*/true);
      std::vector<Tensor> outputs;
      add_tensors(module_.get_method("forward")({argument_of(batch)}), outputs);
      return outputs;
    } catch (const base::Error&) {
      throw;
    } catch (const std::bad_alloc&) {
      throw;
    } catch (const std::exception& error) {
      throw run_error(file_, error);
    }
  }

 private:
  c10::IValue argument_of(const at::Tensor& batch) const {
    if (!takes_list_) return batch;
    return c10::List<at::Tensor>(batch.unbind());
  }

  void add_tensors(const c10::IValue& value, std::vector<Tensor>& outputs) const {
    if (value.isTensor()) {
      outputs.push_back(plain(value.toTensor()));
    } else if (value.isTuple()) {
      for (const c10::IValue& element : value.toTupleRef().elements()) add_tensors(element, outputs);
    } else if (value.isList()) {
      for (const c10::IValue& element : value.toListRef()) add_tensors(element, outputs);
    } else if (value.isGenericDict()) {
      add_boxes(value.toGenericDict(), outputs);
    }
  }

  // The losses that torchvision's models give beside their boxes are a dict without entries.
  void add_boxes(const c10::Dict<c10::IValue, c10::IValue>& dict, std::vector<Tensor>& outputs) const {
    if (dict.empty()) return;
    for (const char* key : {"boxes", "labels", "scores"}) {
      const auto found = dict.find(key);
      if (found == dict.end() || !found->value().isTensor()) {
        throw base::Error({file_}, "the model gives a dict without boxes, labels and scores");
      }
      outputs.push_back(plain(found->value().toTensor()));
    }
  }

  static Tensor plain(at::Tensor tensor) {
    if (tensor.is_mkldnn()) tensor = tensor.to_dense();
    tensor = tensor.to(torch::kCPU, torch::kFloat32).contiguous();
    const float* data = tensor.data_ptr<float>();
    return {tensor.sizes().vec(), std::vector<float>(data, data + tensor.numel())};
  }

  torch::jit::Module module_;
  bool takes_list_;
  std::string file_;
  Home home_;
  std::vector<std::int64_t> shape_;
};

torch::jit::Module frozen_module(const std::string& bytes, const std::string& file, const Home& home) {
  std::istringstream stream(bytes);
  torch::jit::Module module = torch::jit::load(stream, home.device);
  if (has_broken_weights(module)) {
    throw base::Error({file}, "its weights are not all numbers (NaN or infinity); train or export it anew");
  }
  module.eval();
  if (home.type != torch::kFloat32) module.to(home.type);
  // freezing what is frozen already fails in LibTorch 1.13
  return module.hasattr("training") ? torch::jit::freeze(module) : module;
}

PlanTail tail_of(std::shared_ptr<const TorchTail> tail, const std::string& file) {
  if (tail == nullptr) return {};
  const std::string remark =
      " (LibTorch " + torch_version() + " runs " + std::to_string(tail->operators()) + " operators after it)";
  const auto run = [tail = std::move(tail), file](std::vector<std::vector<float>> images) {
    try {
      return tail->run(std::move(images));
    } catch (const std::bad_alloc&) {
      throw;
    } catch (const std::exception& error) {
      throw run_error(file, error);
    }
  };
  return {run, remark};
}

struct Weights {
  const torch::jit::Module& module;
  const std::string& file;
};

// A plan, or the reason why there is none.
std::unique_ptr<Model> plan_of(const Weights& weights, const BatchShape& shape, std::string& reason) {
  const auto& [module, file] = weights;
  if (!Plan::is_supported()) {
    reason = "the processor has no AVX2";
    return nullptr;
  }
  if (takes_list(module)) {
    reason = "it takes a list of images";
    return nullptr;
  }
  try {
    TorchNetwork read = network_of(module, {shape.channels, shape.height, shape.width});
    return make_plan_model(std::move(read.network), shape, prepare_thread, tail_of(std::move(read.tail), file));
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception& error) {
    reason = error.what();
    return nullptr;
  }
}

struct Way {
  Home home{};
  bool plans = false;
};

std::unique_ptr<Model> load(const std::string& bytes, const std::string& file, const BatchShape& shape, Way way) {
  auto& [home, plans] = way;
  prepare_process();
  prepare_thread();
  try {
    torch::jit::Module module = frozen_module(bytes, file, home);
    std::string no_plan;
    std::unique_ptr<Model> planned = plans ? plan_of({module, file}, shape, no_plan) : nullptr;
    if (planned != nullptr) return planned;
    if (!no_plan.empty()) home.remark = " (no plan: " + no_plan + ")";
    if (home.device.is_cpu()) module = torch::jit::optimize_for_inference(module);
    return std::make_unique<TorchModel>(std::move(module), file, shape, std::move(home));
  } catch (const base::Error&) {
    throw;
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception& error) {
    throw load_error(file, error);
  }
}

}  // namespace

std::string torch_version() {
  return std::to_string(TORCH_VERSION_MAJOR) + "." + std::to_string(TORCH_VERSION_MINOR) + "." +
         std::to_string(TORCH_VERSION_PATCH);
}

std::unique_ptr<Model> load_torch_model(const std::string& bytes, const std::string& file, const BatchShape& shape) {
  return load(bytes, file, shape, {});
}

// "cpu", "cuda" or "cuda:N" and nothing else, for LibTorch knows many more.
std::optional<std::string> fault_of(const TorchDevice& device) {
  if (device.name == "cpu") {
    return device.half_precision ? std::optional<std::string>("half precision is for GPUs") : std::nullopt;
  }
  const std::string cuda = "cuda";
  const std::string number = device.name.size() > 5 ? device.name.substr(5) : "0";
  const auto index = base::parse_integer<std::size_t>(number);
  const bool named = device.name == cuda || (device.name.starts_with(cuda + ":") && device.name.size() > 5);
  if (!named || !index) return "is none of cpu, cuda and cuda:N";
  if (!torch::cuda::is_available()) return "this LibTorch has no CUDA, or the machine no such GPU";
  const std::size_t there = torch::cuda::device_count();
  if (*index >= there) return "the machine has " + std::to_string(there) + " GPUs";
  return std::nullopt;
}

std::unique_ptr<Model> load_torch_model_on(const TorchDevice& device, const std::string& bytes, const std::string& file,
                                           const BatchShape& shape) {
  if (device.name == "cpu") return load(bytes, file, shape, {});
  const std::string precision = device.half_precision ? ", half precision" : "";
  Home home{c10::Device(device.name == "cuda" ? "cuda:0" : device.name),
            device.half_precision ? torch::kFloat16 : torch::kFloat32, " on " + device.name + precision};
  return load(bytes, file, shape, {std::move(home), false});
}

std::unique_ptr<Model> load_planned_model(const std::string& bytes, const std::string& file, const BatchShape& shape) {
  return load(bytes, file, shape, {{}, true});
}

}  // namespace cxrval::infer
