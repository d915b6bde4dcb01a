// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dicomweb/client.hpp"
#include "dicomweb/json_data_set.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace cxrval::dicomweb {

// A search by QIDO-RS (PS3.18 section 10.6).
struct Query {
  std::string resource;                                   // such as /studies
  std::vector<std::pair<std::string, std::string>> keys;  // to be matched
  std::vector<std::uint32_t> fields;                      // tags wanted besides those that every answer has
  std::uint32_t uid = 0;                                  // the tag that tells answers apart
  // How many answers there must be, where that is known: no further page is asked for when they are there.
  std::optional<std::size_t> expected{};
};

struct Paging {
  std::size_t size = 200;  // answers asked for at once; 0: all by one request, of servers that know no pages
  std::size_t most = 100'000;
};

struct Found {
  std::vector<JsonDataSet> answers;  // one for each UID, in the server's order
  std::size_t unusable = 0;          // answers whose UID is missing or malformed
  Exchange exchange;                 // of the last request; answers are incomplete when it failed
};

// Asks for page after page until one is empty, whatever the size of the others, because servers answer with fewer than
// asked for. An answer that came before is left out: pages move when studies arrive. Three pages with nothing new, of a
// server that ignores the offset, and more than Paging::most answers are failures: "the server sends the same page
// again, it seems to know no offset", "the server's pages do not end". Other problems: "the answer is no JSON",
// "the answer is no list of data sets", "the answer is longer than 64 MiB", "the answer is no JSON by its type".
Found search(Client& client, const Query& query, const Paging& paging);

// The address of one page; values are percent-encoded (RFC 3986). Seen by tests.
std::string address_of(const Query& query, const Paging& paging, std::size_t offset);

}  // namespace cxrval::dicomweb
