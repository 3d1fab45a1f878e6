import type { ClientBase } from 'pg'
import type { Migration } from '../database/migrate.ts'

export const visitMigrations: readonly Migration[] = [
  {
    name: 'visits 1 who comes by a link',
    sql: `
      create table visit_link (
        study_id uuid not null references study_key on delete cascade,
        id uuid not null,
        token_hash bytea not null unique,
        subject uuid,
        may text[] not null,
        made_at timestamptz not null default now(),
        closed_at timestamptz,
        primary key (study_id, id)
      );
      comment on table visit_link is 'Links by which people without an account come. subject: whose own data a personal link opens.';
      create index visit_link_by_subject on visit_link (study_id, subject) where subject is not null;

      create function visiting() returns boolean language sql stable parallel safe
        as $$ select coalesce(current_setting('throughline.visiting', true), '') <> '' $$;
      create function current_subject() returns uuid language sql stable parallel safe
        as $$ select nullif(current_setting('throughline.subject', true), '')::uuid $$;

      create function begin_visit(hash bytea, step_key uuid,
          out study uuid, out link uuid, out subject uuid, out may text[], out before jsonb)
        language plpgsql security definer set search_path = public, pg_temp as $$
        begin
          select l.study_id, l.id, l.subject, l.may into study, link, subject, may
            from visit_link l where l.token_hash = hash and l.closed_at is null;
          if study is null then return; end if;
          perform set_config('throughline.account', 'link:' || link, true),
            set_config('throughline.study', study::text, true),
            set_config('throughline.role', 'visitor', true),
            set_config('throughline.site', '', true),
            set_config('throughline.visiting', 'yes', true),
            set_config('throughline.subject', coalesce(subject::text, ''), true),
            set_config('throughline.may', ',' || array_to_string(may, ',') || ',', true);
          if step_key is not null then
            select jsonb_build_object('account', s.account_id, 'fingerprint', s.fingerprint, 'answer', s.answer)
              into before from step s where s.study_id = begin_visit.study and s.key = step_key;
          end if;
        end $$;

      create function become_subject(who uuid) returns void language plpgsql
        security definer set search_path = public, pg_temp as $$
        begin
          if not visiting() or current_subject() is not null
              or exists (select from visit_link where study_id = current_study() and subject = who) then
            raise exception 'Nobody takes the place of somebody else.' using errcode = '42501';
          end if;
          perform set_config('throughline.subject', who::text, true);
        end $$;
      comment on function become_subject is 'Who signs up by a common link is from then on the one who signed up: only about them can anything be kept.';

      alter table visit_link enable row level security;
      create policy visit_link_of_team on visit_link for all using (study_id = current_study() and not visiting())
        with check (study_id = current_study() and not visiting());
      create policy visitor_own on visit_link for all
        using (study_id = current_study() and visiting() and subject = current_subject())
        with check (study_id = current_study() and visiting() and current_subject() is not null
          and (subject is null or subject = current_subject()));
      comment on policy visitor_own on visit_link is 'Somebody may make a link for others; it opens nothing of theirs.';

      create policy visitor_own_steps on step as restrictive for all
        using (not visiting() or account_id = current_account()) with check (true);
      create policy visitor_reads_none on audit_entry as restrictive for select using (not visiting());
      create policy visitor_hears_none on event as restrictive for select using (not visiting());
      create policy visitor_is_no_owner on mail as restrictive for select using (not visiting());
      create policy visitor_own_keys on vault.subject_key as restrictive for all
        using (not visiting() or subject = current_subject())
        with check (not visiting() or subject = current_subject());
      create policy visitor_own_erasures on vault.erasure as restrictive for all
        using (not visiting() or subject = current_subject())
        with check (not visiting() or subject = current_subject());
    `,
  },
]

/**
 * Closes every table to visitors that has no policy for them by name (`visitor_…`). Run at every start, as the owner,
 * so that a new table is closed until somebody opens it on purpose.
 */
export async function closeToVisitors(owner: ClientBase): Promise<void> {
  await owner.query(`
    do $$ declare closed record;
    begin
      for closed in
        select c.oid, c.relname from pg_class c
        where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relrowsecurity
          and pg_has_role(c.relowner, 'usage')
          and not exists (select from pg_policy where polrelid = c.oid and polname in ('members_only'))
          and not exists (select from pg_policy where polrelid = c.oid and polname like 'visitor\\_%')
      loop
        execute format('create policy members_only on %I as restrictive for all using (not visiting()) with check (not visiting())',
          closed.relname);
      end loop;
      for closed in
        select c.relname from pg_class c join pg_policy on polrelid = c.oid and polname = 'members_only'
        where exists (select from pg_policy other where other.polrelid = c.oid and other.polname like 'visitor\\_%')
      loop
        execute format('drop policy members_only on %I', closed.relname);
      end loop;
    end $$`)
}
