# SPDX-License-Identifier: Apache-2.0
include(GNUInstallDirs)
get_property(tools GLOBAL PROPERTY CXRVAL_TOOLS)
set(completions "${PROJECT_BINARY_DIR}/completions")

add_custom_target(tools DEPENDS ${tools})
foreach(tool IN LISTS tools)
  install(TARGETS ${tool} RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
  install(FILES "${PROJECT_SOURCE_DIR}/docs/man/${tool}.1" DESTINATION "${CMAKE_INSTALL_MANDIR}/man1")
  install(FILES "${completions}/${tool}" DESTINATION "${CMAKE_INSTALL_DATADIR}/bash-completion/completions")
  install(FILES "${completions}/_${tool}" DESTINATION "${CMAKE_INSTALL_DATADIR}/zsh/site-functions")
endforeach()
# The tools find this folder from where they lie: PREFIX/bin/TOOL reads PREFIX/share/cxrval.
install(DIRECTORY "${PROJECT_SOURCE_DIR}/data/" DESTINATION "${CMAKE_INSTALL_DATADIR}/cxrval")
install(FILES "${PROJECT_SOURCE_DIR}/LICENSE" "${PROJECT_SOURCE_DIR}/README.md" "${PROJECT_SOURCE_DIR}/docs/formats.md"
  DESTINATION "${CMAKE_INSTALL_DOCDIR}")
