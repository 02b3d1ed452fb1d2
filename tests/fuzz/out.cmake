add_fuzz_target(render lang out)
