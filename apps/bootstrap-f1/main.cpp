// SPDX-License-Identifier: Apache-2.0
#include "evaluate.hpp"
#include "tool.hpp"

using namespace cxrval;

int main(int argc, char** argv) {
  bootstrap_f1::Options options;
  return bootstrap_f1::describe(options).run(argc, argv, [&](cli::Run& run) { bootstrap_f1::evaluate(options, run); });
}
