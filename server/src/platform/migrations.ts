import type { Migration } from './database/migrate.ts'

/**
 * The platform's tables and the functions on which every policy stands.
 *
 * Who acts, in which study, in which role, from which site and with which permissions is kept in settings of the
 * transaction, which only `begin_step` fills from the membership that the database itself looks up.
 */
export const platformMigrations: readonly Migration[] = [
  {
    name: 'platform 1 people, members and permissions',
    sql: `
      create table person (
        id text primary key,
        name text not null,
        email text not null unique,
        email_verified boolean not null default false,
        image text,
        owner boolean not null default false,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now()
      );
      comment on table person is 'An account: somebody who can sign in. An owner looks after this installation.';

      create table study_key (study_id uuid primary key);
      comment on table study_key is 'The ids of all studies; the room study keeps what a study is.';

      create table permission (
        role text not null,
        action text not null,
        primary key (role, action)
      );
      comment on table permission is 'Written at every start from the table in study/rules.ts.';

      create table member (
        study_id uuid not null references study_key on delete cascade,
        account_id text not null references person(id),
        role text not null,
        site_id uuid,
        initials text not null,
        colour smallint not null default 1 check (colour between 1 and 12),
        joined_at timestamptz not null default now(),
        left_at timestamptz,
        primary key (study_id, account_id)
      );
      create index member_by_account on member (account_id) where left_at is null;

      create function current_study() returns uuid language sql stable parallel safe
        as $$ select nullif(current_setting('throughline.study', true), '')::uuid $$;
      create function current_account() returns text language sql stable parallel safe
        as $$ select nullif(current_setting('throughline.account', true), '') $$;
      create function current_site() returns uuid language sql stable parallel safe
        as $$ select nullif(current_setting('throughline.site', true), '')::uuid $$;
      create function may(action text) returns boolean language sql stable parallel safe
        as $$ select position(',' || action || ',' in coalesce(current_setting('throughline.may', true), '')) > 0 $$;

      alter table person enable row level security;
      create policy person_self on person for select
        using (id = current_account() or exists (
          select from member where member.account_id = person.id and member.study_id = current_study()));

      alter table study_key enable row level security;
      create policy study_key_read on study_key for select using (study_id = current_study());
      create policy study_key_make on study_key for insert with check (study_id = current_study());
      create policy study_key_remove on study_key for delete using (study_id = current_study() and may('remove the study'));

      alter table permission enable row level security;
      create policy permission_read on permission for select using (true);

      alter table member enable row level security;
      create policy member_read on member for select
        using (study_id = current_study() or account_id = current_account());
      create policy member_write on member for all
        using (study_id = current_study() and may('manage members'))
        with check (study_id = current_study() and may('manage members'));
    `,
  },
  {
    name: 'platform 2 steps, audit trail and events',
    sql: `
      create table step (
        study_id uuid not null,
        key uuid not null,
        account_id text not null,
        name text not null,
        fingerprint text not null,
        body jsonb not null,
        answer jsonb not null,
        memory jsonb,
        undone_by uuid,
        undoes uuid,
        at timestamptz not null default clock_timestamp(),
        primary key (study_id, key)
      );
      comment on table step is 'Every acknowledged command: asked again under the same key, the answer is given from here; memory is what undo needs. study_id is the nil UUID for commands above any study.';
      create index step_by_account on step (study_id, account_id, at desc);

      create table audit_entry (
        id bigint generated always as identity primary key,
        study_id uuid,
        at timestamptz not null default clock_timestamp(),
        account_id text,
        action text not null,
        subject_kind text not null,
        subject_id text,
        detail jsonb not null default '{}',
        block bigint
      );
      create index audit_entry_by_study on audit_entry (study_id, id desc);
      create index audit_entry_unsealed on audit_entry (id) where block is null;

      create table audit_block (
        number bigint primary key,
        previous bytea not null,
        hash bytea not null,
        entries integer not null,
        sealed_at timestamptz not null
      );

      create function audit_line(entry audit_entry) returns text language sql stable
        as $$ select jsonb_build_array(
          entry.id, entry.study_id, to_char(entry.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
          entry.account_id, entry.action, entry.subject_kind, entry.subject_id, entry.detail)::text $$;

      create function refuse_audit_change() returns trigger language plpgsql as $$
        begin
          if tg_op = 'UPDATE' and old.block is null and new.block is not null
             and audit_line(old) = audit_line(new) then
            return new;
          end if;
          raise exception 'The audit trail is append-only.' using errcode = 'TL001';
        end $$;
      create trigger audit_entry_append_only before update or delete on audit_entry
        for each row execute function refuse_audit_change();
      create trigger audit_entry_no_truncate before truncate on audit_entry
        for each statement execute function refuse_audit_change();

      create table event (
        id bigint generated always as identity primary key,
        study_id uuid not null,
        position bigint,
        name text not null,
        may text not null,
        account_id text,
        command uuid,
        data jsonb not null,
        at timestamptz not null default clock_timestamp()
      );
      comment on table event is 'What happened, for live delivery. position is given in the order of publishing, so that nothing is missed by who resumes.';
      create index event_unpublished on event (id) where position is null;
      create index event_by_position on event (study_id, position);
      create sequence event_position;

      create function publish_steps() returns integer language plpgsql security definer set search_path = public as $$
        declare
          last audit_block;
          fresh bigint[];
          lines text;
          published integer;
        begin
          if not pg_try_advisory_xact_lock(hashtext('throughline publish')) then return 0; end if;
          select array_agg(id order by id) into fresh from audit_entry where block is null;
          if fresh is not null then
            select string_agg(audit_line(entry), E'\\n' order by entry.id) into lines
              from audit_entry entry where entry.id = any(fresh);
            select * into last from audit_block order by number desc limit 1;
            insert into audit_block values (
              coalesce(last.number, 0) + 1,
              coalesce(last.hash, ''::bytea),
              sha256(coalesce(last.hash, ''::bytea) || convert_to(lines, 'UTF8')),
              cardinality(fresh), clock_timestamp());
            update audit_entry set block = coalesce(last.number, 0) + 1 where id = any(fresh);
          end if;
          with unpublished as (select id from event where position is null order by id)
            update event set position = nextval('event_position') from unpublished where event.id = unpublished.id;
          get diagnostics published = row_count;
          if published > 0 then perform pg_notify('throughline_events', ''); end if;
          return coalesce(cardinality(fresh), 0) + published;
        end $$;

      create function events_since(last bigint, studies uuid[]) returns setof event language sql stable
        security definer set search_path = public
        as $$ select * from event where position > last and study_id = any(studies) order by position limit 1000 $$;

      create function last_event_position() returns bigint language sql stable security definer set search_path = public
        as $$ select coalesce(max(position), 0) from event $$;

      create function membership_of(account text, study uuid, out role text, out may text)
        language sql stable security definer set search_path = public
        as $$ select member.role, (select ',' || string_agg(action, ',') || ',' from permission where permission.role = member.role)
              from member where study_id = study and account_id = account and left_at is null $$;

      alter table step enable row level security;
      create policy step_read on step for select
        using ((study_id = current_study()) or (study_id = '00000000-0000-0000-0000-000000000000' and account_id = current_account()));
      create policy step_make on step for insert
        with check (account_id = current_account() and (study_id = current_study() or study_id = '00000000-0000-0000-0000-000000000000'));
      create policy step_undo on step for update using (study_id = current_study());

      alter table audit_entry enable row level security;
      create policy audit_entry_make on audit_entry for insert
        with check (block is null and account_id is not distinct from current_account()
          and (study_id is null or study_id = current_study()));
      create policy audit_entry_read on audit_entry for select
        using (study_id = current_study() and may('see the audit trail'));
      alter table audit_block enable row level security;

      create index event_by_age on event (at);
      alter table event enable row level security;
      create policy event_make on event for insert with check (study_id = current_study() and position is null);
      create policy event_read on event for select using (study_id = current_study() and may(may));

      create function begin_step(account text, study uuid, step_key uuid,
          out role text, out site_id uuid, out may text, out before jsonb)
        language plpgsql security definer set search_path = public as $$
        begin
          perform set_config('throughline.account', account, true);
          if study is not null then
            select member.role, member.site_id into role, site_id from member
              where member.study_id = study and member.account_id = account and member.left_at is null;
            if role is not null then
              select ',' || string_agg(action, ',') || ',' into may from permission where permission.role = begin_step.role;
              perform set_config('throughline.study', study::text, true),
                set_config('throughline.role', role, true),
                set_config('throughline.site', coalesce(site_id::text, ''), true),
                set_config('throughline.may', coalesce(may, ''), true);
            end if;
          end if;
          if step_key is not null then
            select jsonb_build_object('account', s.account_id, 'fingerprint', s.fingerprint, 'answer', s.answer)
              into before from step s
              where s.study_id = coalesce(study, '00000000-0000-0000-0000-000000000000') and s.key = step_key;
          end if;
        end $$;

      create function record_step(study uuid, step_key uuid, step_name text, step_fingerprint text, step_body jsonb,
          step_answer jsonb, step_memory jsonb, step_undoes uuid,
          subject_kind text, subject_id text, detail jsonb, events jsonb)
        returns void language sql as $$
          insert into step (study_id, key, account_id, name, fingerprint, body, answer, memory, undoes)
            values (coalesce(study, '00000000-0000-0000-0000-000000000000'), step_key, current_account(), step_name,
              step_fingerprint, step_body, step_answer, step_memory, step_undoes);
          insert into audit_entry (study_id, account_id, action, subject_kind, subject_id, detail)
            values (study, current_account(), step_name, subject_kind, subject_id, detail);
          insert into event (study_id, name, may, account_id, command, data)
            select study, e->>'name', e->>'may', current_account(), step_key, e->'data'
            from jsonb_array_elements(events) e where study is not null;
        $$;
    `,
  },
  {
    name: 'platform 3 long work',
    sql: `
      create table job (
        study_id uuid not null references study_key on delete cascade,
        id uuid not null,
        kind text not null,
        state text not null check (state in ('waiting', 'running', 'done', 'failed', 'cancelled')),
        done integer not null default 0,
        total integer not null default 0,
        message text,
        input jsonb not null,
        result jsonb,
        started_by text not null references person(id),
        at timestamptz not null default now(),
        primary key (study_id, id)
      );
      create index job_by_time on job (study_id, at desc);
      alter table job enable row level security;
      create policy job_read on job for select using (study_id = current_study());
      create policy job_write on job for insert with check (study_id = current_study() and started_by = current_account());
      create policy job_progress on job for update using (study_id = current_study());

      create function claim_job(study uuid, job_id uuid, out account text, out kind text, out input jsonb)
        returns setof record language sql security definer set search_path = public as $$
          update job set state = 'running' where study_id = study and id = job_id and state in ('waiting', 'running')
          returning started_by, job.kind, job.input $$;
    `,
  },
  {
    name: 'platform 4 publishers wait for each other',
    // Who went away empty-handed left its own step to somebody else's next round, seconds later. Each statement of the
    // function sees what was committed before it began, so that who waited publishes all that was there by then.
    sql: `
      create or replace function publish_steps() returns integer language plpgsql security definer set search_path = public as $$
        declare
          last audit_block;
          fresh bigint[];
          lines text;
          published integer;
        begin
          perform pg_advisory_xact_lock(hashtext('throughline publish'));
          select array_agg(id order by id) into fresh from audit_entry where block is null;
          if fresh is not null then
            select string_agg(audit_line(entry), E'\\n' order by entry.id) into lines
              from audit_entry entry where entry.id = any(fresh);
            select * into last from audit_block order by number desc limit 1;
            insert into audit_block values (
              coalesce(last.number, 0) + 1,
              coalesce(last.hash, ''::bytea),
              sha256(coalesce(last.hash, ''::bytea) || convert_to(lines, 'UTF8')),
              cardinality(fresh), clock_timestamp());
            update audit_entry set block = coalesce(last.number, 0) + 1 where id = any(fresh);
          end if;
          with unpublished as (select id from event where position is null order by id)
            update event set position = nextval('event_position') from unpublished where event.id = unpublished.id;
          get diagnostics published = row_count;
          if published > 0 then perform pg_notify('throughline_events', ''); end if;
          return coalesce(cardinality(fresh), 0) + published;
        end $$;
    `,
  },
  {
    name: 'platform 5 the audit trail of a study begins with its founding',
    // A step above studies that went into one, which it founded, stands in that study's trail.
    sql: `
      create or replace function record_step(study uuid, step_key uuid, step_name text, step_fingerprint text, step_body jsonb,
          step_answer jsonb, step_memory jsonb, step_undoes uuid,
          subject_kind text, subject_id text, detail jsonb, events jsonb)
        returns void language sql as $$
          insert into step (study_id, key, account_id, name, fingerprint, body, answer, memory, undoes)
            values (coalesce(study, '00000000-0000-0000-0000-000000000000'), step_key, current_account(), step_name,
              step_fingerprint, step_body, step_answer, step_memory, step_undoes);
          insert into audit_entry (study_id, account_id, action, subject_kind, subject_id, detail)
            values (coalesce(study, current_study()), current_account(), step_name, subject_kind, subject_id, detail);
          insert into event (study_id, name, may, account_id, command, data)
            select study, e->>'name', e->>'may', current_account(), step_key, e->'data'
            from jsonb_array_elements(events) e where study is not null;
        $$;
    `,
  },
  {
    name: 'platform 6 events are known by the time of their telling, and forgotten',
    // The time at which an event was written says nothing of when it could be heard: its step may have taken a minute.
    sql: `
      alter table event add column told_at timestamptz;
      comment on column event.told_at is 'When position was given. Told events are kept for a week, for who was away.';
      update event set told_at = at where position is not null;
      drop index event_by_age;
      create index event_by_telling on event (told_at);

      create or replace function publish_steps() returns integer language plpgsql security definer set search_path = public as $$
        declare
          last audit_block;
          fresh bigint[];
          lines text;
          published integer;
          now_told timestamptz;
        begin
          perform pg_advisory_xact_lock(hashtext('throughline publish'));
          now_told := clock_timestamp();
          select array_agg(id order by id) into fresh from audit_entry where block is null;
          if fresh is not null then
            select string_agg(audit_line(entry), E'\\n' order by entry.id) into lines
              from audit_entry entry where entry.id = any(fresh);
            select * into last from audit_block order by number desc limit 1;
            insert into audit_block values (
              coalesce(last.number, 0) + 1,
              coalesce(last.hash, ''::bytea),
              sha256(coalesce(last.hash, ''::bytea) || convert_to(lines, 'UTF8')),
              cardinality(fresh), clock_timestamp());
            update audit_entry set block = coalesce(last.number, 0) + 1 where id = any(fresh);
          end if;
          with unpublished as (select id from event where position is null order by id)
            update event set position = nextval('event_position'), told_at = now_told
            from unpublished where event.id = unpublished.id;
          get diagnostics published = row_count;
          if published > 0 then perform pg_notify('throughline_events', ''); end if;
          return coalesce(cardinality(fresh), 0) + published;
        end $$;

      create or replace function last_event_position() returns bigint language sql stable security definer set search_path = public
        as $$ select coalesce(max(position), 0) from event where told_at = (select max(told_at) from event) $$;

      create function event_position_before(study uuid, age interval) returns bigint language sql stable security definer set search_path = public
        as $$ select coalesce(min(position) - 1, last_event_position()) from event
          where told_at >= clock_timestamp() - age and study_id = study $$;
      comment on function event_position_before is 'The last position that was told before so long ago: who listens from there hears all of the study that was told since.';

      create function forget_old_events(older_than interval, at_most integer) returns integer language sql
        security definer set search_path = public as $$
          with forgotten as (delete from event where id in (
            select id from event where told_at < clock_timestamp() - older_than order by told_at limit at_most) returning 1)
          select count(*)::int from forgotten $$;
    `,
  },
]

/** What the app's role may touch at all; which rows, the policies say. Run after every migration, as the owner. */
export const grantToApp = `
  grant usage on schema public to throughline_app;
  grant select, insert, update, delete on all tables in schema public to throughline_app;
  grant usage, select on all sequences in schema public to throughline_app;
  revoke update, delete, truncate on audit_entry, audit_block from throughline_app;
  revoke insert on audit_block from throughline_app;
  revoke all on migration from throughline_app;
  revoke insert, update, delete on permission from throughline_app;
`
