import type { Migration } from '../../platform/database/migrate.ts'

export const quotesMigrations: readonly Migration[] = [
  {
    name: 'coding 6 saved views of quotes',
    sql: `
      create table quote_view (
        study_id uuid not null references study_key on delete cascade,
        id uuid not null,
        name text not null check (length(name) between 1 and 200),
        question jsonb not null check (jsonb_typeof(question) = 'object'),
        by text not null references person(id),
        at timestamptz not null default clock_timestamp(),
        primary key (study_id, id)
      );
      comment on table quote_view is 'Conditions on quotes under a name, for the whole team. They name ids, and never what somebody said.';
      create unique index quote_view_name_once on quote_view (study_id, lower(name));
      alter table quote_view enable row level security;
      create policy quote_view_read on quote_view for select using (study_id = current_study() and (select may('read transcripts')));
      create policy quote_view_change on quote_view for all using (study_id = current_study() and may('code'))
        with check (study_id = current_study() and may('code'));
    `,
  },
]
