import type { Migration } from '../database/migrate.ts'

/**
 * What signs people in stands in the schema `accounts`, of which the app's role sees nothing: better-auth reaches it
 * as the owner, and the app through the functions here, each of which checks for itself who may call it.
 * Tables of better-auth have its columns under our names; `credential` is what it calls account.
 */
export const accountMigrations: readonly Migration[] = [
  {
    name: 'accounts 1 sign-ins, credentials and links',
    sql: `
      create schema accounts;
      revoke all on schema accounts from public;

      create table accounts.session (
        id text primary key,
        token text not null unique,
        user_id text not null references public.person(id) on delete cascade,
        expires_at timestamptz not null,
        ip_address text,
        user_agent text,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now()
      );
      comment on column accounts.session.updated_at is 'When it was last used, to five minutes.';
      create index session_by_person on accounts.session (user_id);

      create table accounts.credential (
        id text primary key,
        account_id text not null,
        provider_id text not null,
        user_id text not null references public.person(id) on delete cascade,
        access_token text,
        refresh_token text,
        id_token text,
        access_token_expires_at timestamptz,
        refresh_token_expires_at timestamptz,
        scope text,
        password text,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        unique (provider_id, account_id)
      );
      create index credential_by_person on accounts.credential (user_id);

      create table accounts.verification (
        id text primary key,
        identifier text not null,
        value text not null,
        expires_at timestamptz not null,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now()
      );
      create index verification_by_identifier on accounts.verification (identifier);

      create table accounts.secret (
        single boolean primary key default true check (single),
        sealed bytea not null
      );
      comment on table accounts.secret is 'Signs cookies and links; sealed with the key of the instance.';

      create table accounts.set_up_link (
        single boolean primary key default true check (single),
        token_hash bytea not null
      );

      create table accounts.attempt (
        key bytea primary key,
        count integer not null,
        since timestamptz not null,
        until timestamptz not null
      );
      comment on table accounts.attempt is 'How often something was tried; key is a keyed hash of what and by whom.';

      create function accounts.open_account(id text, name text, email text, owner boolean, password_hash text)
        returns void language sql set search_path = public, pg_temp as $$
          insert into person (id, name, email, owner) values (id, name, email, owner);
          insert into accounts.credential (id, account_id, provider_id, user_id, password)
            values (id, id, 'credential', id, password_hash);
        $$;

      create function is_owner() returns boolean language sql stable security definer set search_path = public, pg_temp
        as $$ select exists (select from person where id = current_account() and owner) $$;

      create function is_set_up() returns boolean language sql stable security definer set search_path = public, pg_temp
        as $$ select exists (select from person) $$;

      create function set_up(link_hash bytea, account text, name text, email text, password_hash text)
        returns text language plpgsql security definer set search_path = public, pg_temp as $$
        begin
          perform pg_advisory_xact_lock(hashtext('throughline set-up'));
          if exists (select from person) then return 'set up already'; end if;
          delete from accounts.set_up_link where token_hash = link_hash;
          if not found then return 'no such link'; end if;
          perform accounts.open_account(account, name, email, true, password_hash);
          insert into audit_entry (account_id, action, subject_kind, subject_id)
            values (account, 'set-up', 'account', account);
          return 'done';
        end $$;

      create function list_accounts(out id text, out name text, out email text, out owner boolean, out since timestamptz,
          out last_seen timestamptz)
        returns setof record language sql stable security definer set search_path = public, pg_temp as $$
          select person.id, person.name, person.email, person.owner, person.created_at,
            (select max(session.updated_at) from accounts.session where session.user_id = person.id)
          from person where is_owner() order by person.name, person.id $$;

      create function my_sign_ins(out id text, out user_agent text, out since timestamptz, out last_seen timestamptz)
        returns setof record language sql stable security definer set search_path = public, pg_temp as $$
          select session.id, session.user_agent, session.created_at, session.updated_at from accounts.session
          where session.user_id = current_account() and session.expires_at > now()
          order by session.updated_at desc, session.id $$;

      create function end_my_sign_in(sign_in text) returns integer
        language plpgsql security definer set search_path = public, pg_temp as $$
        declare ended integer;
        begin
          delete from accounts.session where id = sign_in and user_id = current_account();
          get diagnostics ended = row_count;
          return ended;
        end $$;

      create function end_my_other_sign_ins(kept text) returns integer
        language plpgsql security definer set search_path = public, pg_temp as $$
        declare ended integer;
        begin
          delete from accounts.session where id is distinct from kept and user_id = current_account();
          get diagnostics ended = row_count;
          return ended;
        end $$;

      create function accounts.keep_reset_link(link text, account text, valid interval) returns void
        language sql set search_path = public, pg_temp as $$
          delete from accounts.verification where expires_at < now();
          insert into accounts.verification (id, identifier, value, expires_at)
            values (gen_random_uuid(), link, account, now() + valid) $$;

      create function make_reset_link(link text, account text, valid interval) returns boolean
        language plpgsql security definer set search_path = public, pg_temp as $$
        begin
          if not is_owner() or not exists (select from person where id = account) then return false; end if;
          perform accounts.keep_reset_link(link, account, valid);
          return true;
        end $$;

      create function ask_for_reset(link text, address text, valid interval, out id text, out name text)
        language plpgsql security definer set search_path = public, pg_temp as $$
        begin
          select person.id, person.name into id, name from person where email = address;
          if id is not null then perform accounts.keep_reset_link(link, id, valid); end if;
        end $$;

      create function reset_link_of(link text, out id text, out name text, out email text)
        returns setof record language sql stable security definer set search_path = public, pg_temp as $$
          select person.id, person.name, person.email from accounts.verification join person on person.id = value
          where identifier = link and expires_at > now() $$;
    `,
  },
  {
    name: 'accounts 2 invitations',
    sql: `
      create table invitation (
        study_id uuid not null references study_key on delete cascade,
        id uuid not null,
        token_hash bytea not null unique,
        email text not null,
        role text not null,
        site_id uuid,
        initials text not null,
        study_title text not null,
        invited_by text not null references person(id),
        made_at timestamptz not null default now(),
        expires_at timestamptz not null,
        withdrawn_at timestamptz,
        accepted_at timestamptz,
        accepted_by text references person(id),
        primary key (study_id, id),
        check ((accepted_at is null) = (accepted_by is null))
      );
      comment on table invitation is 'A link that makes whoever holds it a member, once, until it expires.';
      alter table invitation enable row level security;
      create policy invitation_of_members on invitation for all
        using (study_id = current_study() and may('manage members'))
        with check (study_id = current_study() and may('manage members') and accepted_at is null);

      create function invitation_state(of invitation) returns text language sql stable as $$
        select case
          when of.accepted_at is not null then 'accepted'
          when of.withdrawn_at is not null then 'withdrawn'
          when of.expires_at <= now() then 'expired'
          else 'open' end $$;

      create function invitation_of(link_hash bytea, out state text, out study_title text, out role text, out email text,
          out invited_by text, out expires_at timestamptz, out has_account boolean)
        returns setof record language sql stable security definer set search_path = public, pg_temp as $$
          select invitation_state(invitation), invitation.study_title, invitation.role, invitation.email, person.name,
            invitation.expires_at, exists (select from person known where known.email = invitation.email)
          from invitation join person on person.id = invitation.invited_by
          where token_hash = link_hash $$;

      create function accept_invitation(link_hash bytea, joining text, new_name text, new_password_hash text,
          out outcome text, out study uuid, out email text)
        language plpgsql security definer set search_path = public, pg_temp as $$
        declare
          found_invitation invitation;
          membership member;
        begin
          select * into found_invitation from invitation where token_hash = link_hash for update;
          if found_invitation.id is null then outcome := 'unknown'; return; end if;
          outcome := invitation_state(found_invitation);
          if outcome <> 'open' then return; end if;
          study := found_invitation.study_id;
          email := found_invitation.email;
          if new_password_hash is not null then
            if exists (select from person where person.email = found_invitation.email) then
              outcome := 'has account';
              return;
            end if;
            perform accounts.open_account(joining, new_name, found_invitation.email, false, new_password_hash);
            insert into audit_entry (study_id, account_id, action, subject_kind, subject_id)
              values (null, joining, 'open-account', 'account', joining);
          end if;
          select * into membership from member where member.study_id = study and account_id = joining for update;
          if membership.account_id is not null and membership.left_at is null then
            outcome := 'member already';
            return;
          end if;
          insert into member (study_id, account_id, role, site_id, initials, colour)
            values (study, joining, found_invitation.role, found_invitation.site_id, found_invitation.initials,
              (select count(*) % 12 + 1 from member m where m.study_id = study))
            on conflict (study_id, account_id) do update
              set role = excluded.role, site_id = excluded.site_id, initials = excluded.initials, left_at = null,
                joined_at = now();
          update invitation set accepted_at = now(), accepted_by = joining
            where invitation.study_id = study and id = found_invitation.id;
          insert into audit_entry (study_id, account_id, action, subject_kind, subject_id, detail)
            values (study, joining, 'accept-invitation', 'invitation', found_invitation.id,
              jsonb_build_object('role', found_invitation.role, 'invited_by', found_invitation.invited_by));
          insert into event (study_id, name, may, account_id, data)
            values (study, 'member.joined', '', joining, jsonb_build_object('account', joining));
          outcome := 'joined';
        end $$;
    `,
  },
]
