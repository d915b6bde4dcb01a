// SPDX-License-Identifier: Apache-2.0
#include "base/error.hpp"
#include "his/dossier.hpp"
#include "text/utf8.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

using namespace cxrval;

namespace {

void demand(bool holds) {
  if (!holds) std::abort();
}

// Gives a few bytes a call.
class Dripping final : public base::ByteSource {
 public:
  explicit Dripping(std::string_view bytes) : bytes_(bytes) {}
  std::size_t read(char* buffer, std::size_t size) override {
    const std::size_t count = bytes_.copy(buffer, std::min<std::size_t>(size, 13));
    bytes_.remove_prefix(count);
    return count;
  }
  const std::string& name() const override { return name_; }

 private:
  std::string_view bytes_;
  std::string name_ = "fuzz.xml";
};

void check(const his::Dossier& dossier) {
  demand(dossier.position.line > 0 && dossier.position.column > 0);
  if (dossier.flaw) demand(!dossier.flaw->reason.empty() && dossier.flaw->position.line > 0);
  for (const his::Record& record : dossier.records) {
    demand(record.position.line > 0 && record.position.column > 0);
    for (const std::string& field : record.fields) demand(text::is_valid_utf8(field));
  }
}

}  // namespace

// Any bytes as a session file: no crash, every dossier is given or counted as lost, and pieces change nothing.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto source = base::memory_source(bytes, "fuzz.xml");
  Dripping dripping(bytes);
  his::Splitter splitter(*source, his::moh_profile());
  his::Splitter other(dripping, his::moh_profile());
  his::Segment segment;
  his::Segment same;
  std::size_t dossiers = 0;
  while (splitter.next(segment)) {
    demand(other.next(same) && same.bytes == segment.bytes && same.position == segment.position);
    check(his::read_dossier(segment, his::moh_profile(), {}));
    dossiers += segment.enveloped ? 1 : 0;
  }
  demand(!other.next(same));
  const his::Envelope& envelope = splitter.envelope();
  demand(dossiers + envelope.stray_dossiers == envelope.dossiers);
  demand(envelope.fault.has_value() == other.envelope().fault.has_value());
  demand(text::is_valid_utf8(envelope.facility_id));
  return 0;
}
