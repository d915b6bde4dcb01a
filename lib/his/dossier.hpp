// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "his/payload.hpp"
#include "his/record.hpp"
#include "xml/reader.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cxrval::his {

// The services whose results are wanted, by exact code (MA_DICH_VU without blanks around it).
struct Selection {
  std::vector<std::string> services = {"18.0119.0028"};

  bool takes(std::string_view service) const;
};

// One HOSO: the tables of a session as they stand, before its rows are joined to sessions.
struct Dossier {
  base::Place place;
  std::string facility_id;           // MACSKCB of the envelope
  std::vector<Record> records;       // sessions and selected results in the order of the file
  std::size_t other_services = 0;    // results of other services
  std::optional<base::Fault> fault;  // why a payload cannot be read; the payload's records are dropped
  std::string fault_detail;          // where inside the payload
  bool enveloped = true;             // false for records that stand outside any HOSO
};

// Reads a session file HOSO by HOSO. The inner files may be base64, gzip in base64, or XML as it is; tables other than
// XML1 and XML4 are passed over. A file without the envelope gives its records in dossiers that are not `enveloped`.
// Memory holds one HOSO: 64 MiB a payload and 65,536 records at most.
class DossierReader {
 public:
  // The source must outlive the reader.
  DossierReader(base::ByteSource& source, Selection selection);
  DossierReader(const DossierReader&) = delete;
  DossierReader& operator=(const DossierReader&) = delete;

  // True with the next HOSO; false at the end; a Fault when the file is no complete XML or holds no session data.
  base::Result<bool> next(Dossier& dossier);

  // At the end: where SOLUONGHOSO stands when it is not the number of HOSO that came.
  std::optional<base::Place> miscount() const;

 private:
  enum class Content { none, skipped, payload, nested };

  bool step(const xml::Event& event);
  void start(const xml::Event& event);
  bool start_outside_content(const xml::Event& event);
  bool end(const xml::Event& event);
  void end_content();
  std::optional<std::string> read_payload();
  void take(Record&& record);
  void finish(Dossier& dossier);

  base::ByteSource& source_;
  Selection selection_;
  xml::Reader xml_;
  RecordParser parser_;
  Dossier dossier_;  // being read

  Payload payload_;
  Content content_ = Content::none;
  base::Place content_place_;
  std::size_t content_depth_ = 0;
  std::size_t sessions_in_content_ = 0;

  std::string facility_id_;
  std::string table_;     // LOAIHOSO
  std::string declared_;  // SOLUONGHOSO
  base::Place declared_place_;
  std::string* capture_ = nullptr;
  std::size_t hoso_count_ = 0;
  bool in_hoso_ = false;
  bool envelope_ = false;
  bool any_record_ = false;
  bool ended_ = false;
};

}  // namespace cxrval::his
