add_fuzz_target(manual doc)
