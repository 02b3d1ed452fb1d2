add_unit_test(frame term)
add_unit_test(history term)
add_unit_test(keys term)
add_unit_test(listing term)
