import type { Migration } from '../platform/database/migrate.ts'

export const themeMigrations: readonly Migration[] = [
  {
    name: 'themes 1 themes and their codes',
    sql: `
      create table theme (
        study_id uuid not null references study_key on delete cascade,
        id uuid not null,
        position double precision not null,
        name text not null check (length(name) between 1 and 200),
        definition text not null default '',
        central_idea text not null default '',
        set_aside_at timestamptz,
        made_by text not null references person(id),
        made_at timestamptz not null default now(),
        primary key (study_id, id)
      );
      alter table theme enable row level security;
      create policy theme_read on theme for select using (study_id = current_study() and may('read transcripts'));
      create policy theme_change on theme for all using (study_id = current_study() and may('change themes'))
        with check (study_id = current_study() and may('change themes'));

      create table theme_code (
        study_id uuid not null,
        theme_id uuid not null,
        code_id uuid not null,
        position double precision not null,
        primary key (study_id, theme_id, code_id),
        foreign key (study_id, theme_id) references theme (study_id, id) on delete cascade,
        constraint theme_code_code foreign key (study_id, code_id) references code (study_id, id) deferrable
      );
      comment on table theme_code is 'A code may stand in several themes.';
      create index theme_code_by_code on theme_code (study_id, code_id);
      alter table theme_code enable row level security;
      create policy theme_code_read on theme_code for select using (study_id = current_study() and may('read transcripts'));
      create policy theme_code_change on theme_code for all using (study_id = current_study() and may('change themes'))
        with check (study_id = current_study() and may('change themes'));

      create table theme_history (
        study_id uuid not null references study_key on delete cascade,
        number bigint generated always as identity,
        theme_id uuid not null,
        what text not null,
        before jsonb,
        after jsonb,
        reason text not null default '',
        undoing boolean not null default false,
        by text not null references person(id),
        step uuid not null,
        at timestamptz not null default clock_timestamp(),
        primary key (study_id, number)
      );
      comment on table theme_history is 'Who changed a theme, when, how and why. Rows are only ever added: no policy lets anybody change or remove one.';
      create index theme_history_by_theme on theme_history (study_id, theme_id, number desc);
      alter table theme_history enable row level security;
      create policy theme_history_read on theme_history for select using (study_id = current_study() and may('read transcripts'));
      create policy theme_history_add on theme_history for insert with check (study_id = current_study()
        and may('change themes') and by = current_account());
    `,
  },
]
