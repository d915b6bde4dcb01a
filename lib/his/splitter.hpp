// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/bytes.hpp"
#include "base/civil_time.hpp"
#include "base/result.hpp"
#include "his/profile.hpp"
#include "his/record.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>

namespace cxrval::his {

// The bytes of one dossier, from the < of its start tag to the > of its end tag. A file without dossiers gives each of
// its sessions and reports as a segment of its own.
struct Segment {
  std::string bytes;      // as they stand in the file; UTF-8 when the file is UTF-16
  std::string encoding;   // what the XML declaration of the file says, in small letters, or empty
  std::string path;       // the names of the elements around it, from the root, with / between them
  Position position;      // of its first byte
  bool whole = true;      // false when its end tag is missing: another dossier begins, or the file ends
  bool enveloped = true;  // false for a session or report outside any dossier
};

// What stands around the dossiers of a file.
struct Envelope {
  std::string facility_id;              // MACSKCB
  std::optional<base::CivilTime> made;  // NGAYLAP
  std::optional<std::size_t> declared;  // SOLUONGHOSO
  Position declared_position;
  std::size_t dossiers = 0;          // that came, and end tags of dossiers that had lost their start
  std::size_t stray_dossiers = 0;    // end tags without a start: as many dossiers are lost
  std::optional<base::Fault> fault;  // why the file is not well-formed, or holds nothing that is looked for
};

// Cuts a session file into its dossiers by their tags alone, so that damage inside one, or between two, costs no
// other. Memory holds one dossier, at most 96 MiB. What is left when the dossiers are taken out, the envelope, is
// read as XML.
class Splitter {
 public:
  // Source and profile must outlive the splitter.
  Splitter(base::ByteSource& source, const Profile& profile);
  ~Splitter();
  Splitter(const Splitter&) = delete;
  Splitter& operator=(const Splitter&) = delete;

  // True with the next dossier; false at the end of the file, or where it cannot be read any further (envelope().fault
  // says why: a DOCTYPE, an unknown encoding, a dossier too large).
  bool next(Segment& segment);

  // Complete after next() gave false.
  const Envelope& envelope() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace cxrval::his
