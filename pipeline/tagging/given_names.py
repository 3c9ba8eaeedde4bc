"""Given names that are common in Britain, and what sex each gives.

Names in ordinary use over the last century, those of communities from abroad among them. A name
that is missing costs little: titles, pronouns and appositions tell as much. Names that are
common words too ("Will", "Grant", "May") are left out.
"""

from __future__ import annotations

__all__ = ["EITHER_NAMES", "FEMALE_NAMES", "MALE_NAMES"]


def _lexicon(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


MALE_NAMES = _lexicon(
    "aaron abdul adam adrian ahmed aidan alan alastair aled alexander alfie alfred ali alistair "
    "allan alun amit andrew andrzej andy angus anil anthony archie arjun arthur asif austin "
    "barnaby barry ben benjamin bernard bertie billy blake bob bobby bradley brandon "
    "brendan brett brian bruce bryan bryn callum calum cameron carl carlton cecil cedric chandra "
    "charles chinedu christopher clifford clive colin connor conor craig curtis cyril dafydd "
    "dale damian damien dan daniel danny darren darryl dave david dean declan deepak dennis "
    "derek desmond dewi dinesh dominic donald douglas duncan dylan eamonn ed eddie edgar edmund "
    "edward edwin elijah elliot elliott ellis emeka emmanuel emyr eric ernest ethan euan evan "
    "ewan faisal farhan felix fergus finlay francis frank frankie fraser fred freddie "
    "freddy frederick gabriel gareth gary gavin geoff geoffrey george geraint gerald gethin "
    "gilbert giles glen glenn glyn gordon graham greg gus gwilym gwyn hal hamish hamza "
    "harish harold harry harvey hassan haydn henry herbert horace howard hubert hugh hugo "
    "humphrey hussain huw hywel iain ian ibrahim idris ieuan imran isaac ismail ivan ivor jack "
    "jacob jake james jared jason jay jeff jeremy jesse jim jimmy joe joel john jonah jonathan "
    "jonathon jonny jose joseph josh joshua julian justin kamal karim karl keiran keith kelvin "
    "ken kenneth kenny lenny kevin khalid kieran kofi krzysztof kwabena kwame kyle laurence "
    "lawrence leo leon leonard leroy les lewis liam "
    "lionel lloyd logan louis lucas luke magnus mahmood "
    "malcolm marcus marek mark martin matt matthew maurice max maxwell mervyn michael michal "
    "mick mike miles mitchell mohamed mohammad mohammed mohamud muhammad mustafa nadeem nathan "
    "nathaniel naveed ned neil neville nicholas nick nicolas nigel noah noel norman oliver ollie "
    "olu omar oscar owain owen parvez patrick paul pawel percy perry pete peter phil philip "
    "pierre piers piotr prakash quentin rafiq rahul raj rajesh ralph rashid ravi raymond reece "
    "reginald rehman reuben rhodri rhys richard ricky riley rob robert roderick rodney roger "
    "roland ron ronald ronnie rory ross rowan roy rufus rupert russell ryan sajid salim samir "
    "samuel sanjay scott sean sebastian selwyn seth shane shaukat shaun sheldon sid sidney "
    "simeon simon spencer stan stanley stefan stephen steve steven stewart stu stuart sunil syed "
    "sylvester tanvir tariq ted terence terrence terry theo theodore thomas tim timothy tobias "
    "toby tom tomasz tomos tony trevor trystan tunde tyler tyrone umar usman vernon victor vijay "
    "vikram vince vincent walter warren wayne wesley wilfred william wilson yasin yusuf "
    "zachary zahid zain zubair"
)
"""Given to men, seldom to women."""
FEMALE_NAMES = _lexicon(
    "abbie abigail ada adaeze adele agnes agnieszka aisha alexandra alexis alice alisha alison "
    "amanda amara amelia amelie amina amy anastasia andrea angela angharad angie anita "
    "anjali ann anna annabel annabelle anne annette annie annmarie anthea antonia anya aoife "
    "astrid audrey ava avril ayesha barbara beatrice beatrix becky belinda bella "
    "bernadette bernice beryl beth bethan bethany betty bev beverley brenda bridget bridie bronwen "
    "bronwyn camilla carla carly carmel carol carole caroline carolyn caron carys cassandra cath "
    "catherine cathy catrin cecilia celia ceri chantelle charlene charlotte chelsea cherie "
    "cheryl chioma chloe chrissie christa christina christine cindy claire clara clare clarissa "
    "claudia colleen connie constance cynthia daisy danielle daphne debbie deborah "
    "debra deirdre delia delyth demi denise diana diane dina dolores donna doreen doris dorothy "
    "edith edna edwina eileen elaine eleanor elen elena eleri eliza elizabeth ella ellen ellie "
    "eloise elsa elsie elspeth emilia emily emma emmeline enid erica erin esther ethel eunice "
    "eva eve evelyn evie fatima fay faye felicity ffion fiona flora florence folake fran frances "
    "francesca freda freya frieda gail gaynor gemma genevieve georgia georgie georgina geraldine "
    "gertrude gillian gina gladys glenda glenys gloria glynis grace greta gwen gwenda gwendoline "
    "gwyneth hannah harriet hayley hazel heather heidi helen helena henrietta hermione hilary "
    "hilda hollie holly ida ilona imelda imogen ina indira ingrid iona irene iris isabel "
    "isabella isabelle isla isobel ivy jackie jacqueline jacqui jade jan jane janet janette "
    "janice janine jasmine jayne jean jeanette jeannie jemima jenna jennifer jenny jess jessica "
    "jill joan joanna joanne jodie josephine josie joyce juanita judith judy julia julie "
    "juliet juliette justine kaitlyn karen karin katarzyna kate katharine katherine "
    "kathleen kathryn kathy katie katrina katy kay kayleigh keeley kelly kendra kimberley "
    "kirsten kirstie kirsty krystyna kylie lana lara laura lauren laurie lea leah leanne leila "
    "lena leona lesley lianne libby lilian lillian lily linda lindsey lisa liz lois lola lorna "
    "lorraine louisa louise lucia lucinda lucy lydia lyn lynda lyndsay lyndsey lynette lynn "
    "lynne mabel madeleine madeline maggie mair mairi maisie malgorzata mandeep mandy marcia "
    "margaret margery maria marian marie marina marion marjorie marlene martha martine mary "
    "matilda maud maureen mavis maxine meera megan mel melanie melissa menna mercedes merle "
    "mia michaela michelle mildred millicent millie minnie miriam moira mollie molly mona "
    "monica morag morwenna muriel myra myrtle nadia nadine nancy naomi nasreen natalie natasha "
    "neelam nell nellie nerys nesta ngozi nia niamh nicki nicola nicole nina nora norah norma "
    "olga olive olivia oluwaseun olwen orla pam pamela patricia patsy paula pauline pearl "
    "peggy penelope penny petra philippa phoebe phyllis pippa poppy priscilla priti priya "
    "priyanka queenie rachael rachel rania rebecca rebekah reena rhian rhiannon rhoda rhona rita "
    "robyn roisin rosa rosalie rosalind rosamund rosanna rose rosemary rosie roxanne ruby "
    "ruksana ruth sabrina sadia sadie saffron saira sally salma samantha samina sandra sandy "
    "sara sarah scarlett selina selma shabana shabnam shania shannon sharon sharron shauna "
    "shazia sheena sheila shelagh shelley sheryl shirley shreya sian simone sinead siobhan "
    "sioned skye sofia sonia sophia sophie stacey stacy stella stephanie sue sunita susan "
    "susanna susannah suzanna suzanne suzie sybil sylvia tabitha tamara tamsin tanya tara tasha "
    "teresa tess tessa thea thelma theresa tiffany tina toni tracey tracy trudy una ursula usha "
    "val valerie vanessa vera verity veronica vicki vicky victoria virginia viv vivian vivien "
    "vivienne wanda wendy winifred winnie yasmin yolanda yvette yvonne zahra zainab zara zena "
    "zoe"
)
"""Given to women, seldom to men."""
EITHER_NAMES = _lexicon(
    "alex ashley charlie chris jamie jo jody jordan kerry kim lee leslie lindsay morgan "
    "femi nicky robin sam taylor"
)
"""Given to both."""
