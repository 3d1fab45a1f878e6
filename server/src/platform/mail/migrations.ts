import type { Migration } from '../database/migrate.ts'

export const mailMigrations: readonly Migration[] = [
  {
    name: 'mail 1 the outbox',
    sql: `
      create table mail (
        id uuid primary key,
        state text not null check (state in ('waiting', 'sent', 'failed', 'by hand', 'sent by hand')),
        envelope bytea not null,
        content bytea,
        attempts smallint not null default 0,
        due_at timestamptz not null default now(),
        problem text,
        made_at timestamptz not null default now(),
        settled_at timestamptz,
        check ((content is null) = (state in ('sent', 'sent by hand'))),
        check ((settled_at is null) = (state in ('waiting', 'by hand')))
      );
      comment on table mail is 'Every message. envelope and content are sealed for the instance; content is gone once it was sent. problem is a code, never what a server said.';
      create index mail_due on mail (due_at) where state = 'waiting';
      create index mail_by_time on mail (made_at desc);

      alter table mail enable row level security;
      create policy mail_queue on mail for insert with check (state in ('waiting', 'by hand'));
      create policy mail_read on mail for select using (is_owner());
      create policy mail_settle on mail for update using (is_owner());

      create function claim_mail(lease interval, out id uuid, out envelope bytea, out content bytea, out attempts smallint)
        returns setof record language sql security definer set search_path = public, pg_temp as $$
          update mail set due_at = now() + lease, attempts = mail.attempts + 1
          where mail.id = (select due.id from mail due where due.state = 'waiting' and due.due_at <= now()
            order by due.due_at for update skip locked limit 1)
          returning mail.id, mail.envelope, mail.content, mail.attempts $$;

      create function settle_mail(message uuid, new_state text, new_due_at timestamptz, code text)
        returns void language sql security definer set search_path = public, pg_temp as $$
          update mail set state = new_state, due_at = coalesce(new_due_at, due_at), problem = code,
            content = case when new_state = 'sent' then null else content end,
            settled_at = case when new_state = 'waiting' then null else now() end
          where id = message and state = 'waiting' $$;

      create function forget_old_mail(older_than interval) returns void
        language sql security definer set search_path = public, pg_temp as $$
          delete from mail where state in ('sent', 'sent by hand') and settled_at < now() - older_than $$;
    `,
  },
]
