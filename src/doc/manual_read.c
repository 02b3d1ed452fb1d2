/*
 * QEMU's own manual pages as a source of help: from a page to its entries
 *
 * Until QEMU 9 the title of an entry and the names of its sections are
 * headings, and a member is a tag:
 *
 *     .SS NAME (Command)           text
 *     .SS Arguments
 *     .INDENT .TP member: type     text
 *
 * From QEMU 10 on the title and the sections are tags, one inside the other,
 * and a member is the first paragraph of an item:
 *
 *     .INDENT .TP Command NAME     text
 *     .INDENT .TP Arguments
 *     .INDENT .IP member (type) -- text
 */
#include <stdlib.h>
#include <string.h>

#include "doc/manual_head.h"
#include "doc/manual_priv.h"
#include "doc/prose.h"
#include "doc/roff.h"
#include "util/mem.h"

typedef enum Use {
    USE_DESCRIPTION,
    USE_NOTE, /* goes with the description, under its name */
    USE_MEMBERS,
    USE_SINCE,
    USE_RETURNS,
    USE_NOTHING, /* for QEMU's developers, or about how it was built */
} Use;

static const struct Section {
    const char *name;
    Use use;
} sections[] = {
    { "Arguments", USE_MEMBERS }, { "Members", USE_MEMBERS },
    { "Values", USE_MEMBERS },    { "Alternatives", USE_MEMBERS },
    { "Since", USE_SINCE },       { "Returns", USE_RETURNS },
    { "Return", USE_RETURNS },    { "Features", USE_NOTE },
    { "Errors", USE_NOTE },       { "Note", USE_NOTE },
    { "Notes", USE_NOTE },        { "Example", USE_NOTE },
    { "Examples", USE_NOTE },     { "TODO", USE_NOTHING },
    { "If", USE_NOTHING },
};

/* How the pages say that there is nothing to say. */
#define NOT_DOCUMENTED "Not documented"

typedef struct Reader {
    Manual *manual;
    bool open;       /* inside of an entry */
    bool is_old;     /* the layout until QEMU 9 */
    int entry_depth; /* of its description */
    int section_depth;
    Use use;        /* of the section */
    bool in_member; /* its text follows */
    bool head_next; /* the next paragraph begins with a member's name */
    Prose description, since, returns, member;

    ManualEntry entry;
    ManualMember *members;
    ManualInclude *includes;
    size_t cap_members, cap_includes;
} Reader;

static const char *keep(Reader *r, const char *text)
{
    return manual_keep(r->manual, text, strlen(text));
}

static const char *keep_part(Reader *r, Part part)
{
    return part.s ? manual_keep(r->manual, part.s, part.len) : NULL;
}

/* The text of @prose, which is then empty; NULL for none. */
static const char *keep_prose(Reader *r, Prose *prose)
{
    const char *text = prose_text(prose);

    text = *text ? keep(r, text) : NULL;
    prose_reset(prose);
    return text;
}

static void close_member(Reader *r)
{
    const char *text;

    r->head_next = false;
    if (!r->in_member) {
        return;
    }
    r->in_member = false;
    text = keep_prose(r, &r->member);
    if (text && strcmp(text, NOT_DOCUMENTED) != 0) {
        r->members[r->entry.n_members - 1].text = text;
    }
}

static void close_entry(Reader *r)
{
    Manual *m = r->manual;
    const char *text;

    if (!r->open) {
        return;
    }
    close_member(r);
    text = keep_prose(r, &r->description);
    r->entry.text = text ? text : "";
    text = keep_prose(r, &r->since);
    if (text) {
        r->entry.since = text;
    }
    r->entry.returns = keep_prose(r, &r->returns);
    r->entry.members = STEAL(r->members);
    r->entry.includes = STEAL(r->includes);
    r->cap_members = r->cap_includes = 0;
    GROW(m->entries, m->n_entries, m->cap_entries);
    m->entries[m->n_entries++] = r->entry;
    r->open = false;
}

static void open_entry(Reader *r, const Title *title, const RoffBlock *block)
{
    close_entry(r);
    r->open = true;
    r->is_old = block->kind == ROFF_HEADING;
    r->entry_depth = block->depth;
    r->use = USE_DESCRIPTION;
    r->entry = (ManualEntry){
        .kind = title->kind,
        .is_alternate = title->is_alternate,
        .name = keep_part(r, title->name),
        .since = keep_part(r, title->since),
    };
}

static bool open_section(Reader *r, const RoffBlock *block)
{
    size_t i;

    for (i = 0; i < ARRAY_SIZE(sections); i++) {
        if (strcmp(sections[i].name, block->text) == 0) {
            close_member(r);
            r->use = sections[i].use;
            r->section_depth = block->depth;
            if (r->use == USE_NOTE) {
                prose_add_heading(&r->description, sections[i].name);
            }
            return true;
        }
    }
    return false;
}

static void add_include(Reader *r, const Head *head)
{
    GROW(r->includes, r->entry.n_includes, r->cap_includes);
    r->includes[r->entry.n_includes++] = (ManualInclude){
        .type = keep_part(r, head->type),
        .tag = keep_part(r, head->tag),
        .value = keep_part(r, head->value),
    };
}

static void add_member(Reader *r, const Head *head, int depth)
{
    const RoffBlock text = { ROFF_TEXT, depth, depth, head->text };

    GROW(r->members, r->entry.n_members, r->cap_members);
    r->members[r->entry.n_members++] = (ManualMember){
        .name = keep_part(r, head->name),
        .type = keep_part(r, head->type),
        .text = "",
        .optional = head->optional,
    };
    r->in_member = true;
    prose_add(&r->member, &text);
}

/* The first line of a member; false: it is something else. */
static bool take_head(Reader *r, const RoffBlock *block)
{
    Head head;

    close_member(r);
    if (!head_read(block->text, &head)) {
        return false;
    }
    if (head.is_include) {
        add_include(r, &head);
    } else {
        add_member(r, &head, block->depth);
    }
    return true;
}

/* Is it a heading of the entry: its title, a section's name? */
static bool take_heading(Reader *r, const RoffBlock *block)
{
    bool is_section;
    Title title;

    if (title_read(block->text, &title)) {
        open_entry(r, &title, block);
        return true;
    }
    is_section = block->kind == ROFF_HEADING ?
                     r->is_old :
                     !r->is_old && block->depth == r->entry_depth + 1;
    return r->open && is_section && open_section(r, block);
}

/* A block of a section with members; true: it is such a member's head. */
static bool take_in_members(Reader *r, const RoffBlock *block)
{
    int level = block->depth - r->section_depth;
    bool was_next = r->head_next;

    r->head_next = false;
    if (level < 1) {
        close_member(r);
        return false;
    }
    if (level > 1) {
        return false;
    }
    if (r->is_old) {
        return block->kind == ROFF_TAG && take_head(r, block);
    }
    if (block->kind == ROFF_ITEM) {
        close_member(r);
        r->head_next = true;
        return true;
    }
    return was_next && block->kind == ROFF_TEXT && take_head(r, block);
}

static Prose *prose_of(Reader *r)
{
    switch (r->use) {
    case USE_MEMBERS:
        return r->in_member ? &r->member : &r->description;
    case USE_SINCE:
        return &r->since;
    case USE_RETURNS:
        return &r->returns;
    case USE_NOTHING:
        return NULL;
    default:
        return &r->description;
    }
}

/* A paragraph of the description that is not for people; true: it was one. */
static bool take_note(Reader *r, const RoffBlock *block)
{
    Head head;

    if (block->kind != ROFF_TEXT || r->use != USE_DESCRIPTION) {
        return false;
    }
    if (head_read_reference(block->text, &head)) {
        add_include(r, &head);
        return true;
    }
    return head_is_label(block->text);
}

static void take_block(Reader *r, const RoffBlock *block)
{
    Prose *prose;

    if ((block->kind == ROFF_HEADING || block->kind == ROFF_TAG) &&
        take_heading(r, block)) {
        return;
    }
    if (block->kind == ROFF_HEADING || block->floor < r->entry_depth) {
        close_entry(r); /* a chapter of the page */
    }
    if (!r->open) {
        return;
    }
    if (!r->is_old && block->floor < r->section_depth) {
        close_member(r);
        r->use = USE_DESCRIPTION;
    }
    if (r->use == USE_MEMBERS && take_in_members(r, block)) {
        return;
    }
    prose = prose_of(r);
    if (prose && !take_note(r, block)) {
        prose_add(prose, block);
    }
}

void manual_read_page(Manual *m, const char *roff, size_t len)
{
    Reader r = { .manual = m };
    autofree_roff Roff lines;
    RoffBlock block;

    roff_init(&lines, roff, len);
    while (roff_next(&lines, &block)) {
        take_block(&r, &block);
    }
    close_entry(&r);
    prose_free(&r.description);
    prose_free(&r.since);
    prose_free(&r.returns);
    prose_free(&r.member);
}
