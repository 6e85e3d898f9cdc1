# keeve_snapshot(TARGET ACCESSOR script...): the library TARGET, which holds the startup snapshot that make_snapshot makes
# of the scripts, in their order (paths relative to the calling CMakeLists.txt). The bytes are had from
#   #include "ACCESSOR.h"   // namespace keeve { std::string_view ACCESSOR(); }
function(keeve_snapshot target accessor)
  set(scripts)
  foreach(script ${ARGN})
    get_filename_component(path "${script}" ABSOLUTE)
    list(APPEND scripts "${path}")
  endforeach()
  set(dir "${CMAKE_CURRENT_BINARY_DIR}/${target}")
  set(blob "${dir}/${accessor}.bin")
  add_custom_command(
    OUTPUT "${blob}"
    COMMAND ${CMAKE_COMMAND} -E env ASAN_OPTIONS=detect_leaks=0 $<TARGET_FILE:make_snapshot> "${blob}" ${scripts}
    DEPENDS make_snapshot ${scripts}
    COMMENT "Making ${accessor}.bin"
    VERBATIM)
  file(CONFIGURE OUTPUT "${dir}/${accessor}.h" @ONLY CONTENT [=[
#pragma once
#include <string_view>
namespace keeve {
std::string_view @accessor@();
}
]=])
  file(CONFIGURE OUTPUT "${dir}/${accessor}.cc" @ONLY CONTENT [=[
#include "@accessor@.h"
asm(".section .rodata\n.balign 16\n@accessor@Begin:\n.incbin \"@blob@\"\n@accessor@End:\n.previous\n");
extern const char begin[] asm("@accessor@Begin");
extern const char end[] asm("@accessor@End");
namespace keeve {
std::string_view @accessor@() { return {begin, static_cast<std::size_t>(end - begin)}; }
}
]=])
  set_source_files_properties("${dir}/${accessor}.cc" PROPERTIES OBJECT_DEPENDS "${blob}")
  add_library(${target} STATIC "${dir}/${accessor}.cc")
  target_include_directories(${target} PUBLIC "${dir}")
endfunction()
