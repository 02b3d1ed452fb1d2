add_fuzz_target(addr qmp)
add_fuzz_target(framer qmp)
