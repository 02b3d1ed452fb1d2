add_fuzz_target(line lang)
target_compile_definitions(fuzz_line PRIVATE
    TEST_DATA="${CMAKE_SOURCE_DIR}/tests")
add_fuzz_target(json_read util)
add_fuzz_target(schema lang)
add_fuzz_target(spot lang)
target_compile_definitions(fuzz_spot PRIVATE
    TEST_DATA="${CMAKE_SOURCE_DIR}/tests")
