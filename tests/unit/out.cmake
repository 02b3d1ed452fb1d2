add_unit_test(event lang out)
add_unit_test(render out)
add_unit_test(theme out)
