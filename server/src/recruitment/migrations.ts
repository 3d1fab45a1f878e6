import type { Migration } from '../platform/database/migrate.ts'

const occupying = `'selected', 'invited', 'consented', 'scheduled', 'interviewed', 'debriefed', 'analysed'`

export const recruitmentMigrations: readonly Migration[] = [
  {
    name: 'recruitment 1 channels, sign-ups and the frame',
    sql: `
      create table channel (
        study_id uuid not null references study_key on delete cascade,
        id uuid not null,
        name text not null check (length(name) between 1 and 100),
        kind text not null check (kind in ('e-mail', 'newsletter', 'social media', 'poster', 'snowball', 'other')),
        site_id uuid,
        token text not null unique,
        position integer not null default 0,
        made_at timestamptz not null default now(),
        closed_at timestamptz,
        primary key (study_id, id),
        constraint channel_site foreign key (study_id, site_id) references site (study_id, id)
      );
      create unique index channel_name_once on channel (study_id, lower(name));
      alter table channel enable row level security;
      create policy channel_read on channel for select using (study_id = current_study() and may('see recruitment counts'));
      create policy channel_write on channel for all using (study_id = current_study() and may('recruit'))
        with check (study_id = current_study() and may('recruit'));
      create policy visitor_channel on channel for select using (study_id = current_study() and visiting());

      create table sign_up (
        study_id uuid not null references study_key on delete cascade,
        id uuid not null,
        channel_id uuid not null,
        site_id uuid not null,
        year_group smallint check (year_group between 1 and 12),
        programme_id uuid,
        state text not null default 'signed up' check (state in ('signed up', 'screened', 'eligible', 'not eligible', 'waiting',
          'selected', 'invited', 'consented', 'scheduled', 'interviewed', 'debriefed', 'analysed', 'declined', 'withdrew',
          'no answer', 'did not attend')),
        reason text,
        since timestamptz not null default now(),
        signed_up_at timestamptz not null default now(),
        language text not null,
        says_so boolean not null,
        available boolean,
        looks_automatic boolean not null default false,
        contact_hash text,
        link_id uuid not null,
        seen jsonb not null,
        primary key (study_id, id),
        constraint sign_up_channel foreign key (study_id, channel_id) references channel (study_id, id),
        constraint sign_up_site foreign key (study_id, site_id) references site (study_id, id),
        constraint sign_up_reason check (state <> 'not eligible' or coalesce(reason in ('excluded by a rule',
          'does not say so of themselves', 'not at a site that recruits', 'not available', 'signed up twice',
          'made by a machine'), false)),
        constraint sign_up_own_word check (not says_so or reason is distinct from 'does not say so of themselves'),
        constraint sign_up_gates check (state not in ('eligible', 'waiting', ${occupying}) or (says_so and coalesce(available, false)))
      );
      comment on column sign_up.says_so is 'Their own word that the statement of the study is true of them. It suffices, and nobody overrules it (R23).';
      comment on column sign_up.contact_hash is 'Keyed hash of the mail address, by which somebody who signs up twice is noticed.';
      create index sign_up_by_state on sign_up (study_id, state, signed_up_at desc);
      create index sign_up_by_cell on sign_up (study_id, site_id, year_group);
      create index sign_up_by_contact on sign_up (study_id, contact_hash) where contact_hash is not null;
      alter table sign_up enable row level security;
      create policy sign_up_read on sign_up for select using (study_id = current_study() and may('see recruitment'));
      create policy sign_up_write on sign_up for update using (study_id = current_study() and may('recruit'));
      create policy visitor_own_sign_up on sign_up for all
        using (study_id = current_study() and visiting() and id = current_subject())
        with check (study_id = current_study() and visiting() and id = current_subject());

      create table sign_up_sealed (
        study_id uuid not null,
        sign_up_id uuid not null,
        part text not null check (part in ('name', 'contact', 'answers', 'note')),
        sealed bytea not null,
        primary key (study_id, sign_up_id, part),
        foreign key (study_id, sign_up_id) references sign_up on delete cascade
      );
      comment on table sign_up_sealed is 'Who somebody is, how to reach them and what they said of themselves, under keys of their own.';
      alter table sign_up_sealed enable row level security;
      create policy sign_up_sealed_for_recruiters on sign_up_sealed for all
        using (study_id = current_study() and may('see identities'))
        with check (study_id = current_study() and may('see identities'));
      create policy visitor_own_sealed on sign_up_sealed for all
        using (study_id = current_study() and visiting() and sign_up_id = current_subject() and part <> 'note')
        with check (study_id = current_study() and visiting() and sign_up_id = current_subject() and part <> 'note');

      create table sign_up_move (
        study_id uuid not null,
        id bigint generated always as identity,
        sign_up_id uuid not null,
        from_state text,
        to_state text not null,
        reason text,
        account_id text not null,
        proposal jsonb,
        at timestamptz not null default clock_timestamp(),
        primary key (study_id, id),
        foreign key (study_id, sign_up_id) references sign_up on delete cascade
      );
      create index sign_up_move_by_person on sign_up_move (study_id, sign_up_id, id);
      comment on column sign_up_move.proposal is 'Seed, hash and place of the order in which they were proposed when they were selected.';
      alter table sign_up_move enable row level security;
      create policy sign_up_move_read on sign_up_move for select using (study_id = current_study() and may('see recruitment'));
      create policy sign_up_move_make on sign_up_move for insert with check (study_id = current_study() and may('recruit'));
      create policy visitor_own_moves on sign_up_move for insert
        with check (study_id = current_study() and visiting() and sign_up_id = current_subject());

      create table friend_link (
        study_id uuid not null,
        link_id uuid not null,
        sign_up_id uuid not null,
        primary key (study_id, link_id),
        foreign key (study_id, sign_up_id) references sign_up on delete cascade
      );
      create table referral (
        study_id uuid not null,
        sign_up_id uuid not null,
        referred_by uuid not null,
        primary key (study_id, sign_up_id),
        foreign key (study_id, sign_up_id) references sign_up on delete cascade,
        foreign key (study_id, referred_by) references sign_up on delete cascade
      );
      comment on table referral is 'Who sent whom the link: for who sees identities alone.';
      alter table friend_link enable row level security;
      create policy visitor_own_friend_link on friend_link for all
        using (study_id = current_study() and visiting() and sign_up_id = current_subject())
        with check (study_id = current_study() and visiting() and sign_up_id = current_subject());
      alter table referral enable row level security;
      create policy referral_read on referral for all using (study_id = current_study() and may('see identities'));
      create policy visitor_was_referred on referral for insert
        with check (study_id = current_study() and visiting() and sign_up_id = current_subject());

      create function came_by(link uuid, out channel_id uuid, out site_id uuid, out referred_by uuid)
        language plpgsql stable security definer set search_path = public, pg_temp as $$
        begin
          if not visiting() or current_account() is distinct from 'link:' || link then return; end if;
          select c.id, c.site_id into channel_id, site_id from channel c
            where c.study_id = current_study() and c.id = link and c.closed_at is null;
          if channel_id is null then
            select f.sign_up_id into referred_by from friend_link f where f.study_id = current_study() and f.link_id = link;
            if referred_by is not null then
              select c.id into channel_id from channel c where c.study_id = current_study() and c.kind = 'snowball'
                and c.closed_at is null order by c.position limit 1;
            end if;
          end if;
        end $$;
      comment on function came_by is 'By which channel, and sent by whom, the visitor comes who has this link.';

      create function forget_sign_up(study uuid, who uuid, kinds text[]) returns void
        language plpgsql security definer set search_path = public, pg_temp as $$
        begin
          if (visiting() and who is distinct from current_subject())
              or (current_study() is not null and study is distinct from current_study()) then
            raise exception 'Nobody erases somebody else.' using errcode = '42501';
          end if;
          delete from sign_up_sealed where study_id = study and sign_up_id = who
            and (case part when 'contact' then 'contact' else 'identity' end) = any(kinds);
          if 'contact' = any(kinds) or 'identity' = any(kinds) then
            update sign_up set contact_hash = null where study_id = study and id = who;
            delete from referral where study_id = study and who in (sign_up_id, referred_by);
            update visit_link set closed_at = now() where study_id = study and closed_at is null
              and id in (select link_id from friend_link f where f.study_id = study and f.sign_up_id = who);
            delete from friend_link where study_id = study and sign_up_id = who;
          end if;
        end $$;
      comment on function forget_sign_up is 'What is left of somebody whose keys were destroyed goes as well.';

      create table frame_cell (
        study_id uuid not null references study_key on delete cascade,
        site_id uuid not null,
        col text not null,
        least smallint not null check (least >= 0),
        most smallint check (most >= least),
        primary key (study_id, site_id, col),
        foreign key (study_id, site_id) references site (study_id, id) on delete cascade
      );
      comment on table frame_cell is 'Cells with numbers of their own; the others have those of the protocol.';
      alter table frame_cell enable row level security;
      create policy frame_cell_read on frame_cell for select using (study_id = current_study() and may('see recruitment counts'));
      create policy frame_cell_write on frame_cell for all using (study_id = current_study() and may('change the frame'))
        with check (study_id = current_study() and may('change the frame'));

      create function cell_column(axis text, year smallint, programme uuid) returns text language sql immutable as $$
        select case axis when 'year' then coalesce(year::text, '') when 'programme' then coalesce(programme::text, '') else '' end $$;

      create function keep_cells_and_approvals() returns trigger
        language plpgsql security definer set search_path = public, pg_temp as $$
        declare
          axis text;
          general smallint;
          own frame_cell;
          mine text;
          taken integer;
        begin
          if tg_op = 'INSERT' or (new.state in ('selected', 'invited') and new.state <> old.state) then
            if not site_may_recruit(new.study_id, new.site_id) then
              raise exception 'No ethics approval stands at this site.' using errcode = '23514', constraint = 'sign_up_approval';
            end if;
          end if;
          if tg_op = 'INSERT' and not exists (select from protocol
              where study_id = new.study_id and opened_at is not null and closed_at is null) then
            raise exception 'The study is not open.' using errcode = '23514', constraint = 'sign_up_open';
          end if;
          if new.state not in (${occupying}) then return new; end if;
          select frame_axis, cell_most into axis, general from protocol where study_id = new.study_id;
          mine := cell_column(axis, new.year_group, new.programme_id);
          if tg_op = 'UPDATE' and old.state in (${occupying}) and old.site_id = new.site_id
              and cell_column(axis, old.year_group, old.programme_id) = mine then
            return new;
          end if;
          perform pg_advisory_xact_lock(hashtext('throughline cell'), hashtext(new.study_id || new.site_id::text || mine));
          select * into own from frame_cell where study_id = new.study_id and site_id = new.site_id and col = mine;
          if own.study_id is not null then general := own.most; end if;
          if general is null then return new; end if;
          select (select count(*) from sign_up s where s.study_id = new.study_id and s.site_id = new.site_id and s.id <> new.id
              and s.state in (${occupying}) and cell_column(axis, s.year_group, s.programme_id) = mine)
            + (select count(*) from participant p where axis <> 'programme' and p.study_id = new.study_id and p.site_id = new.site_id
              and cell_column(axis, p.year_group, null) = mine
              and not exists (select from sign_up s where s.study_id = p.study_id and s.id = p.id)) into taken;
          if taken >= general then
            raise exception 'The cell is full.' using errcode = '23514', constraint = 'sign_up_cell';
          end if;
          return new;
        end $$;
      create trigger sign_up_cells_and_approvals before insert or update of state, site_id, year_group, programme_id on sign_up
        for each row execute function keep_cells_and_approvals();

      create table stopping_discussion (
        study_id uuid not null references study_key on delete cascade,
        id uuid not null,
        held_on date not null,
        present text[] not null,
        weighed text not null,
        decision text not null check (decision in ('go on', 'stop')),
        reason text not null,
        recorded_by text not null,
        at timestamptz not null default now(),
        primary key (study_id, id)
      );
      comment on table stopping_discussion is 'Whether to go on inviting is discussed and recorded; no counter decides it (R70).';
      alter table stopping_discussion enable row level security;
      create policy stopping_discussion_read on stopping_discussion for select using (study_id = current_study());
      create policy stopping_discussion_make on stopping_discussion for insert
        with check (study_id = current_study() and may('record discussions') and recorded_by = current_account());
      create policy stopping_discussion_undo on stopping_discussion for delete
        using (study_id = current_study() and may('record discussions'));

      create function sign_up_counts() returns table (channel_id uuid, site_id uuid, state text, reached text[], col text, count bigint)
        language sql stable security definer set search_path = public, pg_temp as $$
        select s.channel_id, s.site_id, s.state, array(select distinct m.to_state from sign_up_move m
            where m.study_id = s.study_id and m.sign_up_id = s.id order by 1), 
          cell_column(p.frame_axis, s.year_group, s.programme_id), count(*)
        from sign_up s join protocol p using (study_id)
        where s.study_id = current_study() and may('see recruitment counts')
        group by 1, 2, 3, 4, 5 $$;
      comment on function sign_up_counts is 'Numbers alone, for those who may not see who signed up.';
    `,
  },
]
