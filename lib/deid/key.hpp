// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/bytes.hpp"
#include "deid/hmac.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace cxrval::deid {

// Everything that depends on the secret key of a study. Each kind of name has a key of its own, the HMAC of the kind's
// name under the secret one, so that an accession number and a patient id of the same letters have nothing in common.
// Equal names of a kind have equal pseudonyms, different ones different (128 bits of HMAC-SHA-256): relations between
// tables stay as they are. An empty name stays empty. Blanks and NULs at both ends of a name do not count, because
// DICOM pads with them (PS3.5 section 6.2).
class Key {
 public:
  static constexpr std::size_t shortest = 32;  // bytes, the strength of SHA-256
  static constexpr std::size_t longest = 1 << 20;
  static constexpr int most_weeks = 104;

  // The whole content of a key file. A short key is made to hash paths only (`--redact-paths`), for which one byte
  // does.
  explicit Key(std::string_view bytes);

  // 32 lower-case hexadecimal digits. The id is normalised already (PatientIdRule).
  std::string patient(std::string_view id) const;
  // The same for the visit to a hospital, the hospital itself, and an order to its radiology.
  std::string session(std::string_view id) const { return name(session_, id); }
  std::string facility(std::string_view id) const { return name(facility_, id); }
  std::string accession(std::string_view id) const { return name(accession_, id); }
  // The same for the name of a group that a table makes, such as a fold, whatever the name says.
  std::string group(std::string_view id) const { return name(group_, id); }
  // A UID made from a UUID (PS3.5 section B.2) of version 8 (RFC 9562): "2.25." and up to 39 digits.
  std::string uid(std::string_view uid) const;
  // "path-" and 16 digits.
  std::string path(std::string_view path) const;

  // By how many weeks all dates of a patient move: -104 to -1. The id is normalised already.
  int shift_weeks(std::string_view patient_id) const;

  // 16 digits by which two tables are known to be made under the same key; tells nothing about the key otherwise.
  std::string check() const;

 private:
  static std::string name(const Hmac& kind, std::string_view id);

  Hmac secret_;
  Hmac patient_;
  Hmac session_;
  Hmac facility_;
  Hmac accession_;
  Hmac group_;
  Hmac uid_;
  Hmac shift_;
};

// The whole file is the key, a line end included. Throws Error for one that is too short or too long.
Key read_key(base::ByteSource& file);

// Whether a path is shown as Key::path gives it; an archive's members are such parts joined by slashes, of
// which the first may be stdin.
bool is_hashed_path(std::string_view path);

}  // namespace cxrval::deid
