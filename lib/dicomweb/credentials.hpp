// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/bytes.hpp"

#include <array>
#include <string>

namespace cxrval::dicomweb {

// How a client shows who it is, and whom it trusts. Empty where there is none.
struct Credentials {
  std::string user;  // Basic (RFC 7617), with the password
  std::string password;
  std::string token;        // Bearer (RFC 6750)
  std::string certificate;  // path of a PEM file with the client's TLS certificate
  std::string key;          // path of its key; empty when it is in the same file
  std::string key_password;
  std::string authority;  // path of a PEM file with the certificates that are trusted in place of the system's
};

// Nullptr, or what does not go together: "user and password belong together", "a user's name cannot hold a colon",
// "user and token cannot both be given", "key needs a certificate".
const char* problem_of(const Credentials& credentials);

// A file of lines NAME = VALUE, where NAME is a member's. Empty lines and lines that begin with # are left out. Paths
// are relative to the folder of `path`, the file's own. Throws base::Error naming the line, never what stands there.
Credentials read_credentials(base::ByteSource& source, const std::string& path);

// The variables that hold credentials where no file does; unset ones are empty. Throws base::UsageError naming them for
// what does not go together.
inline constexpr std::array<const char*, 3> credential_variables = {"CXRVAL_PACS_USER", "CXRVAL_PACS_PASSWORD",
                                                                    "CXRVAL_PACS_TOKEN"};
Credentials credentials_of(const std::array<std::string, 3>& values);

}  // namespace cxrval::dicomweb
