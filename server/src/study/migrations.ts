import type { Migration } from '../platform/database/migrate.ts'

export const studyMigrations: readonly Migration[] = [
  {
    name: 'study 1 studies, sites and participants',
    sql: `
      create table study (
        study_id uuid primary key references study_key on delete cascade,
        title text not null check (length(title) between 1 and 300),
        aims text not null default '',
        paradigm text not null default '',
        approach text not null default '',
        example boolean not null default false,
        founded_by text not null references person(id),
        founded_at timestamptz not null default now()
      );
      comment on column study.example is 'The example study, which can be removed whole.';
      alter table study enable row level security;
      create policy study_read on study for select using (study_id = current_study() or exists (
        select from member where member.study_id = study.study_id and account_id = current_account() and left_at is null));
      create policy study_change on study for update using (study_id = current_study() and may('change the study'));
      create policy study_remove on study for delete using (study_id = current_study() and may('remove the study'));

      create table site (
        study_id uuid not null references study_key on delete cascade,
        id uuid not null,
        name text not null check (length(name) between 1 and 200),
        position integer not null default 0,
        years smallint not null default 6 check (years between 1 and 12),
        primary key (study_id, id),
        unique (study_id, name)
      );
      comment on column site.years is 'How many years the programme has: the columns of the sampling frame.';
      alter table site enable row level security;
      create policy site_read on site for select using (study_id = current_study());
      create policy site_change on site for all using (study_id = current_study() and may('change the study'))
        with check (study_id = current_study() and may('change the study'));
      alter table member add constraint member_site foreign key (study_id, site_id) references site (study_id, id)
        deferrable initially deferred;

      create table attribute (
        study_id uuid not null references study_key on delete cascade,
        id uuid not null,
        name text not null check (length(name) between 1 and 100),
        kind text not null check (kind in ('text', 'number', 'date', 'one choice', 'several choices')),
        choices text[] not null default '{}',
        position integer not null default 0,
        primary key (study_id, id),
        unique (study_id, name)
      );
      comment on table attribute is 'What the team records of each participant; identities are sets (R7), hence several choices.';
      alter table attribute enable row level security;
      create policy attribute_read on attribute for select using (study_id = current_study());
      create policy attribute_change on attribute for all using (study_id = current_study() and may('manage participants'))
        with check (study_id = current_study() and may('manage participants'));

      create table participant (
        study_id uuid not null references study_key on delete cascade,
        id uuid not null,
        label text not null check (label ~ '^P[0-9]{3,6}$'),
        site_id uuid,
        year_group smallint check (year_group between 1 and 12),
        quote_consent text not null default 'not recorded' check (quote_consent in ('yes', 'no', 'not recorded')),
        attributes jsonb not null default '{}' check (jsonb_typeof(attributes) = 'object'),
        note text not null default '',
        entered_at timestamptz not null default now(),
        primary key (study_id, id),
        unique (study_id, label),
        constraint participant_site foreign key (study_id, site_id) references site (study_id, id) deferrable
      );
      comment on column participant.attributes is 'attribute id → text, number, date (ISO 8601), one choice, or an array of choices.';
      alter table participant enable row level security;
      create policy participant_read on participant for select using (study_id = current_study()
        and (may('see participants') or (may('see participants of their own site') and site_id = current_site())));
      create policy participant_change on participant for all
        using (study_id = current_study() and may('manage participants'))
        with check (study_id = current_study() and may('manage participants'));
    `,
  },
]
