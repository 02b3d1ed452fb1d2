add_unit_test(line_parser lang)
add_unit_test(request lang)
add_unit_test(safety lang)
