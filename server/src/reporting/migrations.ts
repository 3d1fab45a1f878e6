import type { Migration } from '../platform/database/migrate.ts'

export const reportingMigrations: readonly Migration[] = [
  {
    name: 'reporting 1 quotes',
    sql: `
      create table report_quote (
        study_id uuid not null references study_key on delete cascade,
        id uuid not null,
        theme_id uuid not null,
        coding_id uuid not null,
        position double precision not null,
        edits jsonb not null default '[]' check (jsonb_typeof(edits) = 'array'),
        chosen_by text not null references person(id),
        chosen_at timestamptz not null default now(),
        primary key (study_id, id),
        unique (study_id, theme_id, coding_id),
        foreign key (study_id, theme_id) references theme (study_id, id) on delete cascade,
        constraint report_quote_coding foreign key (study_id, coding_id) references coding (study_id, id) deferrable
      );
      comment on table report_quote is 'A coding chosen for the report. Its words are never stored here: they are the source''s, but for marked omissions and insertions (edits, offsets in UTF-16 units from the quote''s start).';
      alter table report_quote enable row level security;
      create policy report_quote_read on report_quote for select using (study_id = current_study() and may('read transcripts'));
      create policy report_quote_change on report_quote for all using (study_id = current_study() and may('change the report'))
        with check (study_id = current_study() and may('change the report'));
    `,
  },
]
