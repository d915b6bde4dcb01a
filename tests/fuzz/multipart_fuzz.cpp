// SPDX-License-Identifier: Apache-2.0
#include "dicomweb/media_type.hpp"
#include "dicomweb/multipart.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

using namespace cxrval::dicomweb;

namespace {

// All that came, with where parts begin and end.
struct Parts : PartSink {
  const char* begin_part(const PartHead& head) override {
    if (open) std::abort();
    open = true;
    text += "<" + head.content_type + ">";
    return nullptr;
  }
  const char* part_bytes(std::string_view bytes) override {
    if (!open) std::abort();
    text += bytes;
    return nullptr;
  }
  const char* end_part() override {
    if (!open) std::abort();
    open = false;
    text += "</>";
    return nullptr;
  }

  std::string text;
  bool open = false;
};

struct Outcome {
  std::string text;
  std::string problem;
  bool is_complete = false;

  bool operator==(const Outcome&) const = default;
};

Outcome read(std::string_view body, std::size_t piece) {
  Parts parts;
  MultipartReader reader("b", parts);
  const char* problem = nullptr;
  for (std::size_t at = 0; at < body.size() && problem == nullptr; at += piece) {
    problem = reader.feed(body.substr(at, piece));
  }
  return {parts.text, problem == nullptr ? "" : problem, reader.is_complete()};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto type = parse_media_type(text.substr(0, text.find('\n')))) boundary_of(*type);
  const Outcome whole = read(text, std::max<std::size_t>(size, 1));
  const Outcome pieces = read(text, 1);
  // The pieces that it comes in change nothing but how much of a faulty part was given before its fault was seen.
  if (whole.problem != pieces.problem || whole.is_complete != pieces.is_complete) std::abort();
  if (whole.problem.empty() && whole != pieces) std::abort();
  return 0;
}
