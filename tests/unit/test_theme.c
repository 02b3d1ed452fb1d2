/*
 * When there are colours
 */

#include "out/theme.h"
#include "unit.h"
#include "util/mem.h"

static const struct {
    ThemeWhen when;
    bool is_terminal;
    const char *term, *no_color;
    bool coloured;
} choose_cases[] = {
    { THEME_AUTO, true, "xterm", NULL, true },
    { THEME_AUTO, true, "xterm", "", true },
    { THEME_AUTO, true, "xterm", "1", false },
    { THEME_AUTO, true, "xterm", "0", false },
    { THEME_AUTO, true, "dumb", NULL, false },
    { THEME_AUTO, true, "", NULL, false },
    { THEME_AUTO, true, NULL, NULL, false },
    { THEME_AUTO, false, "xterm", NULL, false },
    { THEME_ALWAYS, false, NULL, "1", true },
    { THEME_NEVER, true, "xterm", NULL, false },
};

START_TEST(colours_are_chosen_by_wish_terminal_and_environment)
{
    const Theme *theme = theme_choose(
        choose_cases[_i].when, choose_cases[_i].is_terminal,
        choose_cases[_i].term, choose_cases[_i].no_color);

    ck_assert(choose_cases[_i].coloured == (theme == &theme_default));
    ck_assert(choose_cases[_i].coloured == (theme != NULL));
}
END_TEST

START_TEST(every_role_has_a_sequence_and_no_theme_has_none)
{
    int role;

    for (role = 0; role < THEME_N_ROLES; role++) {
        ck_assert_ptr_nonnull(theme_default.start[role]);
        ck_assert_str_ne(theme_start(&theme_default, role), "");
        ck_assert_str_eq(theme_end(&theme_default, role), "\033[0m");
        ck_assert_str_eq(theme_start(NULL, role), "");
        ck_assert_str_eq(theme_end(NULL, role), "");
    }
}
END_TEST

START_TEST(a_role_without_colour_is_not_ended)
{
    Theme plain = { .start = { [THEME_KEY] = "" }, .end = "\033[0m" };

    ck_assert_str_eq(theme_end(&plain, THEME_KEY), "");
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_loop_test(tc, colours_are_chosen_by_wish_terminal_and_environment,
                        0, ARRAY_SIZE(choose_cases));
    tcase_add_test(tc, every_role_has_a_sequence_and_no_theme_has_none);
    tcase_add_test(tc, a_role_without_colour_is_not_ended);
}

int main(void)
{
    return unit_run("theme", add_tests);
}
