// SPDX-License-Identifier: Apache-2.0
#include "base/error.hpp"
#include "his/dossier.hpp"

#include <cstdint>
#include <string_view>

using namespace cxrval;

namespace {

constexpr std::string_view file =
    "<a><b>1</b><c d='2'><e>3</e><f g='4'>5<h/></f></c><c><c/><e>20201102</e></c><b><f>PGU+PC9lPg==</f></b></a>";

}  // namespace

// Any bytes as a profile: it is refused with a reason, or a file can be read by it.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto source = base::memory_source({reinterpret_cast<const char*>(data), size}, "fuzz.profile");
  try {
    const his::Profile profile = his::read_profile(*source);
    const auto xml = base::memory_source(file, "fuzz.xml");
    his::Splitter splitter(*xml, profile);
    his::Segment segment;
    while (splitter.next(segment)) his::read_dossier(segment, profile, {});
  } catch (const base::Error&) {
  }
  return 0;
}
