add_fuzz_target(line lang)
add_fuzz_target(json_read util)
