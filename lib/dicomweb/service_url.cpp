// SPDX-License-Identifier: Apache-2.0
#include "dicomweb/service_url.hpp"

#include "base/error.hpp"
#include "dicomweb/header_text.hpp"

#include <curl/curl.h>
#include <memory>

namespace cxrval::dicomweb {
namespace {

struct UrlEnd {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
using Url = std::unique_ptr<CURLU, UrlEnd>;

Url parsed(const std::string& text) {
  Url url(curl_url());
  if (!url || curl_url_set(url.get(), CURLUPART_URL, text.c_str(), 0) != CURLUE_OK) return nullptr;
  return url;
}

std::string part(const Url& url, CURLUPart which) {
  char* text = nullptr;
  if (curl_url_get(url.get(), which, &text, which == CURLUPART_PORT ? CURLU_DEFAULT_PORT : 0) != CURLUE_OK) return {};
  std::string result(text);
  curl_free(text);
  return result;
}

}  // namespace

std::string service_url(const std::string& text) {
  const bool known = text.starts_with("http://") || text.starts_with("https://");
  const Url url = known ? parsed(text) : nullptr;
  if (!url) throw base::UsageError("a DICOMweb service is http://HOST/PATH or https://HOST/PATH");
  if (!part(url, CURLUPART_USER).empty() || !part(url, CURLUPART_PASSWORD).empty()) {
    throw base::UsageError("user and password belong into a file of credentials, not into the address");
  }
  if (text.find_first_of("?#") != std::string::npos) {
    throw base::UsageError("the address of a DICOMweb service has no query and no fragment");
  }
  return text.substr(0, text.find_last_not_of('/') + 1);
}

bool same_server(const std::string& a, const std::string& b) {
  const Url first = parsed(a);
  const Url second = parsed(b);
  if (!first || !second) return false;
  const auto same = [&](CURLUPart which) { return lower(part(first, which)) == lower(part(second, which)); };
  return same(CURLUPART_SCHEME) && same(CURLUPART_HOST) && same(CURLUPART_PORT);
}

}  // namespace cxrval::dicomweb
