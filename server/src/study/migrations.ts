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
  {
    name: 'study 2 founding, removing and what a study keeps',
    sql: `
      alter table member add constraint member_role
        check (role in ('lead', 'coordinator', 'researcher', 'welfare contact', 'observer'));
      create unique index site_name_once on site (study_id, lower(name));
      create unique index attribute_name_once on attribute (study_id, lower(name));
      alter table participant add constraint participant_label_plain check (label ~ '^P([0-9]{3}|[1-9][0-9]{3,5})$');
      comment on column participant.label is 'P and a number of at least three digits, written in one way only: P007, P1200.';

      create function found_study(study uuid, title text, aims text, paradigm text, approach text, is_example boolean,
          founder_initials text)
        returns void language plpgsql security definer set search_path = public, pg_temp as $$
        begin
          if current_account() is null then
            raise exception 'Nobody is signed in.' using errcode = '42501';
          end if;
          insert into study_key (study_id) values (study);
          insert into study (study_id, title, aims, paradigm, approach, example, founded_by)
            values (study, title, aims, paradigm, approach, is_example, current_account());
          insert into member (study_id, account_id, role, initials) values (study, current_account(), 'lead', founder_initials);
        end $$;
      comment on function found_study is 'Before it, nobody is a member, so no policy could let the founder in.';

      create function remove_study(study uuid)
        returns void language plpgsql security definer set search_path = public, pg_temp as $$
        begin
          if study is distinct from current_study() or not may('remove the study') then
            raise exception 'Only a lead removes a study.' using errcode = '42501';
          end if;
          set constraints all deferred;
          delete from study_key where study_id = study;
          delete from step where study_id = study;
          delete from event where study_id = study;
          delete from step where study_id = '00000000-0000-0000-0000-000000000000'
            and name = 'found-study' and answer->>'id' = study::text;
        end $$;
      comment on function remove_study is 'All tables of a study hang on study_key; steps and events do not, and go too. The audit trail stays.';

      create function keep_a_lead() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
        begin
          if old.role <> 'lead' or old.left_at is not null then return null; end if;
          if tg_op = 'UPDATE' and new.role = 'lead' and new.left_at is null then return null; end if;
          perform from study_key where study_id = old.study_id for update;
          if found and not exists (select from member
              where study_id = old.study_id and role = 'lead' and left_at is null) then
            raise exception 'A study keeps a lead.' using errcode = '23514', constraint = 'member_last_lead';
          end if;
          return null;
        end $$;
      comment on function keep_a_lead is 'Locks the study, so that two leads who leave at one moment do not both go.';
      create trigger member_keep_a_lead after update or delete on member
        for each row execute function keep_a_lead();

      create function refuse_year_outside_programme() returns trigger
        language plpgsql security definer set search_path = public, pg_temp as $$
        declare programme smallint;
        begin
          select years into programme from site where study_id = new.study_id and id = new.site_id for share;
          if new.year_group > programme then
            raise exception 'The programme of this site has fewer years.' using errcode = '23514', constraint = 'participant_year';
          end if;
          return new;
        end $$;
      create trigger participant_year_in_programme before insert or update of site_id, year_group on participant
        for each row when (new.year_group is not null and new.site_id is not null)
        execute function refuse_year_outside_programme();

      create function refuse_programme_shorter_than_its_years() returns trigger
        language plpgsql security definer set search_path = public, pg_temp as $$
        begin
          if exists (select from participant
              where study_id = new.study_id and site_id = new.id and year_group > new.years) then
            raise exception 'Participants are in a later year.' using errcode = '23514', constraint = 'site_years_in_use';
          end if;
          return new;
        end $$;
      create trigger site_years_in_use before update of years on site
        for each row when (new.years < old.years) execute function refuse_programme_shorter_than_its_years();
    `,
  },
]
