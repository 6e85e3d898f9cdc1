# V8 10.2 as Debian's libnode108 ships it, unpacked by ./dev under the build folder (never installed: another nodejs
# package on the machine would refuse it).
set(libnode_lib "${KEEVE_LIBNODE}/usr/lib/x86_64-linux-gnu")
if(NOT EXISTS "${libnode_lib}/libnode.so.108")
  message(FATAL_ERROR "no libnode under ${KEEVE_LIBNODE}: run ./dev build, which unpacks it")
endif()
add_library(v8 SHARED IMPORTED GLOBAL)
set_target_properties(v8 PROPERTIES
  IMPORTED_LOCATION "${libnode_lib}/libnode.so.108"
  INTERFACE_INCLUDE_DIRECTORIES "${KEEVE_LIBNODE}/usr/include/nodejs/deps/v8/include"
  INTERFACE_SYSTEM_INCLUDE_DIRECTORIES "${KEEVE_LIBNODE}/usr/include/nodejs/deps/v8/include")
