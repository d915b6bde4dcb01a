// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.hpp"
#include "catch.hpp"
#include "infer/manifest.hpp"

#include <cstddef>
#include <string>

namespace cxrval::infer {

inline const std::string pipeline_text = R"({
  "format": "cxrval-pipeline-1", "name": "demo", "version": "1", "description": "three stages",
  "stages": {
    "pa": {"model": "pa.json", "gate": "> 0.5"},
    "abnormality": {"model": "abnormality.json", "gate": ">= 0.25"},
    "lesions": {"model": "lesions.json"}
  }
})";

inline std::string with(std::string text, const std::string& part, const std::string& other) {
  const std::size_t at = text.find(part);
  REQUIRE(at != std::string::npos);
  return text.replace(at, part.size(), other);
}

// What parse_pipeline throws.
inline std::string pipeline_error(const std::string& text) {
  try {
    parse_pipeline(text, "p.json");
  } catch (const base::Error& error) {
    return error.what();
  }
  return "no error";
}

}  // namespace cxrval::infer
