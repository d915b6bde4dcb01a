// SPDX-License-Identifier: Apache-2.0
// Carries the precompiled header that all unit tests share.
#include "catch.hpp"
