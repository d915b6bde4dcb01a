// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/run.hpp"
#include "his/profile.hpp"
#include "his/selection.hpp"
#include "options.hpp"

namespace cxrval::his_extract {

// The profile that the options name, built in or from a file.
his::Profile choose_profile(const Options& options, cli::Run& run);

// The services that the options name, or else the profile; UsageError for options that contradict each other.
his::Selection choose_services(const Options& options, const his::Profile& profile, cli::Run& run);

}  // namespace cxrval::his_extract
