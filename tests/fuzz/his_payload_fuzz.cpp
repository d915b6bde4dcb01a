// SPDX-License-Identifier: Apache-2.0
#include "base/base64.hpp"
#include "his/dossier.hpp"
#include "text/utf8.hpp"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

using namespace cxrval;

namespace {

void demand(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

// Any bytes as an inner file, packed as their first byte says: no crash, and no record without its session's table.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const bool packed = bytes.empty() || bytes[0] != '<';
  if (packed && !bytes.empty()) bytes.remove_prefix(1);
  his::Segment segment;
  segment.bytes = "<HOSO><FILEHOSO><LOAIHOSO>XML1</LOAIHOSO><NOIDUNGFILE>";
  segment.bytes += packed ? base::encode_base64(bytes) : std::string(bytes);
  segment.bytes += "</NOIDUNGFILE></FILEHOSO></HOSO>";
  segment.position = {1, 1};
  his::Selection all;
  all.all = true;
  const his::Dossier dossier = his::read_dossier(segment, his::moh_profile(), all);
  bool any_session = false;
  for (const his::Record& record : dossier.records) {
    any_session = any_session || record.kind == his::RecordKind::session;
    for (const std::string& field : record.fields) demand(text::is_valid_utf8(field));
  }
  demand(any_session || dossier.flaw);
  return 0;
}
