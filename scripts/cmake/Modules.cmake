# SPDX-License-Identifier: Apache-2.0

# cxr_module(NAME HEADERS a.hpp... SOURCES a.cpp... [USES module...] [HIDES library...] [TESTS a_test.cpp...])
# makes the static library of lib/NAME. USES are our modules, seen by includers; HIDES are third-party
# libraries, seen by the module's own .cpp files only. TESTS live in tests/unit/NAME and become test_NAME.
function(cxr_module name)
  cmake_parse_arguments(ARG "" "" "HEADERS;SOURCES;USES;HIDES;TESTS" ${ARGN})
  add_library(cxrval_${name} STATIC)
  target_sources(cxrval_${name} PRIVATE ${ARG_SOURCES}
    PUBLIC FILE_SET HEADERS BASE_DIRS "${PROJECT_SOURCE_DIR}/lib" FILES ${ARG_HEADERS})
  list(TRANSFORM ARG_USES PREPEND cxrval_)
  target_link_libraries(cxrval_${name} PUBLIC cxrval_settings ${ARG_USES} PRIVATE cxrval_warnings ${ARG_HIDES})
  set_property(GLOBAL APPEND PROPERTY CXRVAL_MODULES ${name})
  if(ARG_TESTS)
    set_property(GLOBAL PROPERTY CXRVAL_TESTS_${name} "${ARG_TESTS}")
  endif()
endfunction()

# cxr_tool(NAME USES module... [SOURCES more.cpp...]) makes the tool of apps/NAME from its main.cpp,
# and its shell completions.
function(cxr_tool name)
  cmake_parse_arguments(ARG "" "" "SOURCES;USES" ${ARGN})
  add_executable(${name} main.cpp ${ARG_SOURCES})
  list(TRANSFORM ARG_USES PREPEND cxrval_)
  target_link_libraries(${name} PRIVATE cxrval_cli ${ARG_USES} cxrval_warnings)
  set_property(GLOBAL APPEND PROPERTY CXRVAL_TOOLS ${name})
  set(completions "${PROJECT_BINARY_DIR}/completions")
  file(MAKE_DIRECTORY "${completions}")
  add_custom_command(TARGET ${name} POST_BUILD
    COMMAND "$<TARGET_FILE:${name}>" --generate bash-completion > "${completions}/${name}"
    COMMAND "$<TARGET_FILE:${name}>" --generate zsh-completion > "${completions}/_${name}"
    VERBATIM)
endfunction()
