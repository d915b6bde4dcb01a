// SPDX-License-Identifier: Apache-2.0
#include "compose.hpp"
#include "tool.hpp"

using namespace cxrval;

int main(int argc, char** argv) {
  validation_report::Options options;
  return validation_report::describe(options).run(argc, argv,
                                                  [&](cli::Run& run) { validation_report::compose(options, run); });
}
