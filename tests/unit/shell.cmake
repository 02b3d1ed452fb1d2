add_unit_test(hmp shell)
add_unit_test(line_source shell)
add_unit_test(options shell)
