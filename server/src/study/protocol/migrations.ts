import type { Migration } from '../../platform/database/migrate.ts'

export const protocolMigrations: readonly Migration[] = [
  {
    name: 'study 3 the protocol, approvals and the team’s profiles',
    sql: `
      create table protocol (
        study_id uuid primary key references study_key on delete cascade,
        window_from date,
        window_until date,
        population integer check (population > 0),
        population_of text not null default '',
        population_as_of date,
        public_involvement text not null default '',
        glossary jsonb not null default '[]',
        waves jsonb not null default '[]',
        limitations jsonb not null default '[]',
        contact text references person(id),
        deputy text references person(id),
        out_of_hours text not null default '',
        frame_axis text not null default 'year' check (frame_axis in ('year', 'programme', 'none')),
        cell_least smallint not null default 1 check (cell_least >= 0),
        cell_most smallint default 1 check (cell_most >= 1),
        session_minutes smallint not null default 60 check (session_minutes between 5 and 480),
        voucher_amount integer not null default 0 check (voucher_amount >= 0),
        voucher_currency text not null default 'GBP' check (voucher_currency ~ '^[A-Z]{3}$'),
        withdrawal_days smallint not null default 14 check (withdrawal_days >= 0),
        opened_at timestamptz,
        closed_at timestamptz,
        constraint protocol_window check (window_until >= window_from),
        constraint protocol_cell check (cell_most >= cell_least),
        constraint protocol_deputy check (deputy <> contact)
      );
      comment on table protocol is 'How a study is run. opened_at: people can sign up since; closed_at: no longer.';
      insert into protocol (study_id) select study_id from study;
      create function begin_protocol() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
        begin
          insert into protocol (study_id) values (new.study_id) on conflict do nothing;
          return null;
        end $$;
      create trigger study_begins_protocol after insert on study for each row execute function begin_protocol();
      alter table protocol enable row level security;
      create policy protocol_read on protocol for select using (study_id = current_study());
      create policy protocol_change on protocol for update using (study_id = current_study() and may('change the protocol'));
      create policy visitor_protocol on protocol for select using (study_id = current_study() and visiting());

      create function contact_is_member() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
        begin
          if exists (select from unnest(array[new.contact, new.deputy]) person where person is not null and not exists (
              select from member where study_id = new.study_id and account_id = person and left_at is null)) then
            raise exception 'Only a member hears of concerns.' using errcode = '23514', constraint = 'protocol_contact_member';
          end if;
          return new;
        end $$;
      create trigger protocol_contact_is_member before update of contact, deputy on protocol
        for each row execute function contact_is_member();

      create function keep_contacts() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
        begin
          if new.left_at is not null and old.left_at is null and exists (select from protocol
              where study_id = new.study_id and opened_at is not null and closed_at is null
                and new.account_id in (contact, deputy)) then
            raise exception 'An open study keeps its contacts.' using errcode = '23514', constraint = 'member_is_contact';
          end if;
          return new;
        end $$;
      create trigger member_keeps_contacts before update of left_at on member for each row execute function keep_contacts();

      alter table site add column programmes jsonb not null default '[]';
      comment on column site.programmes is 'Each with a name, a length, names of its years, intercalation, graduate entry (R22).';
      create policy visitor_site on site for select using (study_id = current_study() and visiting());
      create policy visitor_study on study for select using (study_id = current_study() and visiting());

      create table approval (
        study_id uuid not null references study_key on delete cascade,
        id uuid not null,
        site_id uuid not null,
        kind text not null check (kind in ('lead', 'reciprocal')),
        committee text not null check (length(committee) between 1 and 300),
        reference text not null check (length(reference) between 1 and 100),
        granted_on date not null,
        expires_on date,
        withdrawn_on date,
        letter_file uuid,
        letter_name text,
        entered_at timestamptz not null default now(),
        primary key (study_id, id),
        constraint approval_site foreign key (study_id, site_id) references site (study_id, id),
        constraint approval_dates check (expires_on >= granted_on),
        check ((letter_file is null) = (letter_name is null))
      );
      create index approval_by_site on approval (study_id, site_id);
      comment on table approval is 'A site recruits only while one of these stands (R81).';
      alter table approval enable row level security;
      create policy approval_read on approval for select using (study_id = current_study() and not visiting());
      create policy approval_change on approval for all using (study_id = current_study() and may('change the protocol'))
        with check (study_id = current_study() and may('change the protocol'));
      create policy visitor_approval on approval for select using (study_id = current_study() and visiting());

      create function stands(approval) returns boolean language sql stable as $$
        select $1.granted_on <= current_date and coalesce($1.expires_on >= current_date, true)
          and coalesce($1.withdrawn_on > current_date, true) $$;
      create function site_may_recruit(study uuid, site uuid) returns boolean language sql stable
        security definer set search_path = public, pg_temp as $$
        select exists (select from approval where study_id = study and site_id = site and stands(approval)) $$;

      create table positionality (
        study_id uuid not null references study_key on delete cascade,
        account_id text not null references person(id),
        statement text not null,
        published_at timestamptz,
        primary key (study_id, account_id)
      );
      alter table positionality enable row level security;
      create policy positionality_own on positionality for all
        using (study_id = current_study() and account_id = current_account())
        with check (study_id = current_study() and account_id = current_account());
      create policy positionality_published on positionality for select
        using (study_id = current_study() and published_at is not null);

      create table profile (
        study_id uuid not null references study_key on delete cascade,
        account_id text not null references person(id),
        credit text[] not null default '{}',
        trainings jsonb not null default '[]',
        interviews text not null default 'no' check (interviews in ('no', 'supports', 'leads and supports')),
        most_sessions smallint check (most_sessions >= 0),
        primary key (study_id, account_id)
      );
      comment on table profile is 'What a member contributed (CRediT), was trained in, and whether they interview.';
      alter table profile enable row level security;
      create policy profile_read on profile for select using (study_id = current_study());
      create policy profile_change on profile for all using (study_id = current_study() and may('manage members'))
        with check (study_id = current_study() and may('manage members'));
    `,
  },
]
