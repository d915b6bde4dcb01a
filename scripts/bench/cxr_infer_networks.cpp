// SPDX-License-Identifier: Apache-2.0
// infer_networks plan|libtorch NETWORK.pt SIDE WORKERS INPUT OUTPUT: runs a network of 3 x SIDE x SIDE images on the
// float32 images of INPUT, one at a time, writes what it gives for each to OUTPUT, and prints `ready`. Then, for every
// line with a number of images on standard input, shares that many out to WORKERS threads and prints the seconds that
// passed and those of processors.
#include "infer/memory.hpp"
#include "infer/torch_model.hpp"

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <exception>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

using namespace cxrval::infer;
using Clock = std::chrono::steady_clock;
using Images = std::vector<std::vector<float>>;

namespace {

std::unique_ptr<Model> load(std::string_view engine, const std::string& path, int side) {
  std::ifstream file(path, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  const BatchShape shape{1, 3, side, side};
  if (engine == "libtorch") return load_torch_model(bytes, path, shape);
  std::unique_ptr<Model> model = load_planned_model(bytes, path, shape);
  if (!model->engine().starts_with("oneDNN plan")) throw std::runtime_error(model->engine());
  return model;
}

Images read_images(const std::string& path, int side) {
  Images images;
  std::vector<float> image(std::size_t{3} * static_cast<std::size_t>(side * side));
  const auto bytes = static_cast<std::streamsize>(image.size() * sizeof(float));
  std::ifstream file(path, std::ios::binary);
  while (file.read(reinterpret_cast<char*>(image.data()), bytes)) images.push_back(image);
  if (images.empty()) throw std::runtime_error("no images");
  return images;
}

void write_results(const Model& model, const Images& images, const std::string& path) {
  std::ofstream file(path, std::ios::binary);
  for (const std::vector<float>& image : images) {
    const std::vector<float> values = model.run(image).front().values;
    file.write(reinterpret_cast<const char*>(values.data()),
               static_cast<std::streamsize>(values.size() * sizeof(float)));
  }
}

struct Seconds {
  double passed = 0;
  double spent = 0;
};

Seconds seconds_of(const Model& model, const Images& images, std::size_t count, int workers) {
  const Clock::time_point start = Clock::now();
  const std::clock_t before = std::clock();
  std::atomic<std::size_t> next = 0;
  std::vector<std::thread> threads;
  for (int worker = 0; worker < workers; ++worker) {
    threads.emplace_back([&] {
      for (std::size_t i = next++; i < count; i = next++) model.run(images[i % images.size()]);
    });
  }
  for (std::thread& thread : threads) thread.join();
  const std::clock_t spent = std::clock() - before;
  return {std::chrono::duration<double>(Clock::now() - start).count(), static_cast<double>(spent) / CLOCKS_PER_SEC};
}

void run(std::span<char*> arguments) {
  const int side = std::atoi(arguments[3]);
  const int workers = std::atoi(arguments[4]);
  const Images images = read_images(arguments[5], side);
  const std::unique_ptr<Model> model = load(arguments[1], arguments[2], side);
  write_results(*model, images, arguments[6]);
  std::cout << "ready" << std::endl;
  for (std::size_t count = 0; std::cin >> count;) {
    const Seconds seconds = seconds_of(*model, images, count, workers);
    std::cout << seconds.passed << ' ' << seconds.spent << std::endl;
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 7) {
    std::cerr << "usage: infer_networks plan|libtorch NETWORK.pt SIDE WORKERS INPUT OUTPUT\n";
    return 2;
  }
  keep_large_blocks();
  try {
    run({argv, static_cast<std::size_t>(argc)});
  } catch (const std::exception& error) {
    std::cerr << "infer_networks: error: " << error.what() << '\n';
    return 1;
  }
  return 0;
}
